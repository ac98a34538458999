// SPDX-License-Identifier: Apache-2.0
// The result of a lookup is used unchecked; that the packet was moved before does not matter.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;
static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned int* value;
} counts __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int count_moved(struct xdp_md* ctx) {
  unsigned int key = ctx->rx_queue_index;
  unsigned int* count = bpf_map_lookup_elem(&counts, &key);
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  *count += 1;
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
