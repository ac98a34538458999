// SPDX-License-Identifier: Apache-2.0
// The same counters as bad.bpf.c: behind the second asm the number is a new one for clang, so its
// address cannot be computed above the check.
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
  // rewrite: begin
  unsigned long queue_wide = queue;
  asm volatile("" : "+r"(queue_wide));  // one 64-bit number for the check and the address
  if (queue_wide < 48) {
    asm volatile("" : "+r"(queue_wide));  // what needs the number is computed below this line
    counter = &counters->by_queue[queue_wide];
  }
  // rewrite: end
  *counter += 1;

  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
