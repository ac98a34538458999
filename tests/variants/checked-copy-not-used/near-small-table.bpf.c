// SPDX-License-Identifier: Apache-2.0
// The check is on a copy, but lets more pass than the table has.
// logs: 13-v2@6.18 19-v1@5.10
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

__attribute__((section("xdp"), used)) int small_table(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct row* row = bpf_map_lookup_elem(&rows, &key);

  if (!row) return XDP_PASS;
  unsigned int slot = bpf_get_prandom_u32() + 7;
  if (slot == row->other) return XDP_TX;
  if (slot >= 128) return XDP_PASS;
  row->hits += bpf_ktime_get_ns();
  return row->cells[slot] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
