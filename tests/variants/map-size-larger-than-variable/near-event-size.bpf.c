// SPDX-License-Identifier: Apache-2.0
// The program itself gives the size that is too large.
// logs: 13-v2@6.1 19-v3@6.12 22-v2@7.3
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("xdp"), used)) int report(struct xdp_md* ctx) {
  __u32 length = ctx->data_end - ctx->data;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &length, 16);
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
