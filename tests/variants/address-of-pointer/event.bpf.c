// SPDX-License-Identifier: Apache-2.0
// An event is sent whose data is the address of the pointer to them.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: counters, 32 */
#include <linux/bpf.h>

struct counters {
  __u64 packets, bytes, first, last;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} by_port __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("xdp"), used)) int tell_counters(struct xdp_md* ctx) {
  __u32 port = ctx->ingress_ifindex;
  struct counters* counters = bpf_map_lookup_elem(&by_port, &port); /* check */
  if (!counters) return XDP_PASS;
  counters->packets++;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &counters, sizeof(*counters)); /* use */
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
