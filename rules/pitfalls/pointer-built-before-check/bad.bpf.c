// SPDX-License-Identifier: Apache-2.0
// Counts packets by receive queue, and those of all further queues in one counter. The C checks the
// queue before it takes the counter's address; clang computes the address first.
#include <linux/bpf.h>

struct counters {
  unsigned long others;
  unsigned long by_queue[48];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct counters* value;
} all_counters __attribute__((section(".maps"), used));

static void* (*const bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("xdp"), used)) int count_by_queue(struct xdp_md* ctx) {
  unsigned int first = 0;
  struct counters* counters = bpf_map_lookup_elem(&all_counters, &first);
  if (!counters) return XDP_ABORTED;

  unsigned long queue = ctx->rx_queue_index;
  unsigned long* counter = &counters->others;
  if (queue < 48) counter = &counters->by_queue[queue];
  *counter += 1;

  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
