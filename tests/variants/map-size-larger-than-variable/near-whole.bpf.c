// SPDX-License-Identifier: Apache-2.0
// The sizes are the same.
// logs: 13-v2@6.1 19-v3@6.12 22-v2@7.3
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u32* value;
} by_queue __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("xdp"), used)) int find_queue(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index;
  __u32* found = bpf_map_lookup_elem(&by_queue, &queue);
  return found[1];
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
