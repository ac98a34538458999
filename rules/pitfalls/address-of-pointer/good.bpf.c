// SPDX-License-Identifier: Apache-2.0
// As bad.bpf.c, but the pointer itself is passed: it already is the address of the counters.
#include <linux/bpf.h>

struct counters {
  __u64 packets, bytes, first_seen, last_seen;
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} by_queue __attribute__((section(".maps"), used)), latest __attribute__((section(".maps"), used));

static void* (*const bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*const bpf_map_update_elem)(void* map, const void* key, const void* value,
                                         __u64 flags) = (void*)2;

__attribute__((section("xdp"), used)) int copy_counters(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index;
  struct counters* counters = bpf_map_lookup_elem(&by_queue, &queue);
  if (!counters) return XDP_PASS;

  // rewrite: begin
  bpf_map_update_elem(&latest, &queue, counters, BPF_ANY);
  // rewrite: end

  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
