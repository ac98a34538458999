// SPDX-License-Identifier: Apache-2.0
// What a lookup returned is used where it is NULL.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long (*value)[4];
} rows __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int wrong_way(struct xdp_md* ctx) {
  unsigned int key = ctx->rx_queue_index;
  unsigned long* row = bpf_map_lookup_elem(&rows, &key);
  asm volatile("" : "+r"(row));
  if (row) return XDP_PASS;
  asm volatile("" : "+r"(row));
  return row[2] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
