// SPDX-License-Identifier: Apache-2.0
// A counter of 4 bytes is stored in a map whose values have 8.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: one, value, 8 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u64* value;
} seen __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("xdp"), used)) int note_port(struct xdp_md* ctx) {
  __u32 one = 1, port = ctx->ingress_ifindex;       /* check */
  bpf_map_update_elem(&seen, &port, &one, BPF_ANY); /* use */
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
