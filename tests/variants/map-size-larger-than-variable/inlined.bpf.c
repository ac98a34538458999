// SPDX-License-Identifier: Apache-2.0
// The call stands in an inlined function that gets the address.
// logs: 13-v2@6.12 19-v3@6.1 22-v3@6.18
/* names: key, 8 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u64* value;
} limits __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

static inline __attribute__((always_inline)) __u64 limit_of(const void* key) {
  __u64* limit = bpf_map_lookup_elem(&limits, key); /* use */
  return limit ? *limit : 0;
}

__attribute__((section("xdp"), used)) int limit_queue(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index; /* check */
  __u64 length = ctx->data_end - ctx->data;
  return length > limit_of(&queue) ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
