// SPDX-License-Identifier: Apache-2.0
// The pointer is passed, and what it points to is too small.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u64* value;
} small __attribute__((section(".maps"), used));
struct counters {
  __u64 packets, bytes, first, last;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} large __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("xdp"), used)) int enlarge(struct xdp_md* ctx) {
  __u32 key = ctx->rx_queue_index;
  __u64* value = bpf_map_lookup_elem(&small, &key);
  if (value) bpf_map_update_elem(&large, &key, value, BPF_ANY);
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
