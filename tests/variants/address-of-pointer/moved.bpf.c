// SPDX-License-Identifier: Apache-2.0
// The pointer leads into the middle of a map's value.
// logs: 13-v2@6.1 16-v3@6.12 22-v2@7.3
/* names: part, 40 */
#include <linux/bpf.h>

struct part {
  __u64 words[5];
};
struct whole {
  __u64 head;
  struct part part;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct whole* value;
} wholes __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct part* value;
} parts __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("xdp"), used)) int store_part(struct xdp_md* ctx) {
  __u32 at = ctx->rx_queue_index;
  struct whole* whole = bpf_map_lookup_elem(&wholes, &at); /* check */
  if (!whole) return XDP_PASS;
  struct part* part = &whole->part;
  bpf_map_update_elem(&parts, &at, &part, BPF_ANY); /* use */
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
