// SPDX-License-Identifier: Apache-2.0
// The address of a pointer is passed as the value.
// logs: 13-v2@6.1 19-v3@6.12 22-v2@7.3
#include <linux/bpf.h>

struct limits {
  __u64 soft, hard, used;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct limits* value;
} old __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct limits* value;
} fresh __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("xdp"), used)) int renew(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index;
  struct limits* limits = bpf_map_lookup_elem(&old, &queue);
  if (limits) bpf_map_update_elem(&fresh, &queue, &limits, BPF_ANY);
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
