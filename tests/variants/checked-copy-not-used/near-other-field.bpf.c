// SPDX-License-Identifier: Apache-2.0
// One field is checked, another one is used.
// logs: 15-v3@5.10 22-v1@6.12
#include <linux/bpf.h>

struct row {
  unsigned int index;
  unsigned int other;
  unsigned int hits;
  unsigned char cells[64];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  struct row* value;
} rows __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;
static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("xdp"), used)) int other_field(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct row* row = bpf_map_lookup_elem(&rows, &key);

  if (!row) return XDP_PASS;
  if (row->other >= 64) return XDP_PASS;
  row->hits += bpf_ktime_get_ns();
  return row->cells[row->index] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
