// SPDX-License-Identifier: Apache-2.0
// A number is kept there, not a pointer.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("xdp"), used)) int tell_number(struct xdp_md* ctx) {
  __u64 length = ctx->data_end - ctx->data;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &length, 32);
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
