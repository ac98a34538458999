// SPDX-License-Identifier: Apache-2.0
// Counts packets by queue. The map's keys have 8 bytes, and the variable that is given as one has 4.
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u64* value;
} by_queue __attribute__((section(".maps"), used)), by_mark __attribute__((section(".maps"), used));

static void* (*const bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("xdp"), used)) int count_by_queue(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index;
  __u64* count = bpf_map_lookup_elem(&by_queue, &queue);
  __u64* marked = bpf_map_lookup_elem(&by_mark, &queue);
  if (count) ++*count;
  if (marked) ++*marked;
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
