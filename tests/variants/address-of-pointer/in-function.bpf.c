// SPDX-License-Identifier: Apache-2.0
// A function of its own takes the address of its parameter.
// logs: 13-v2@6.12 16-v2@6.1 22-v2@7.3
/* names: from, 32 */
#include <linux/bpf.h>

struct counters {
  __u64 packets, bytes, first, last;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} main_table __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} copies __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

static __attribute__((noinline)) long copy(struct counters* from, __u32 to) { /* check */
  from->last++;                                                               /* check */
  return bpf_map_update_elem(&copies, &to, &from, BPF_ANY);                   /* use */
}

__attribute__((section("xdp"), used)) int copy_table(struct xdp_md* ctx) {
  __u32 zero = 0;
  struct counters* counters = bpf_map_lookup_elem(&main_table, &zero);
  if (!counters) return XDP_PASS;
  return copy(counters, ctx->ingress_ifindex) ? XDP_ABORTED : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
