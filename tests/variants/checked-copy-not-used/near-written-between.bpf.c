// SPDX-License-Identifier: Apache-2.0
// The field is loaded again because the program gave it another value after the check.
// logs: 13-v3@6.1 22-v2@7.3 19-v4@6.18
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

__attribute__((section("xdp"), used)) int written_between(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct row* row = bpf_map_lookup_elem(&rows, &key);

  if (!row) return XDP_PASS;
  if (row->index >= 64) return XDP_PASS;
  row->index += bpf_ktime_get_ns();
  row->hits += bpf_get_prandom_u32();
  asm volatile("" ::: "memory");
  return row->cells[row->index] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
