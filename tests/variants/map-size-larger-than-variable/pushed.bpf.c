// SPDX-License-Identifier: Apache-2.0
// A queue takes values of 8 bytes and gets an int.
// logs: 15-v3@6.1 19-v2@6.12 22-v3@6.18
/* names: length, value */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_QUEUE];
  int (*max_entries)[64];
  __u64* value;
} lengths __attribute__((section(".maps"), used));

static long (*bpf_map_push_elem)(void* map, const void* value, __u64 flags) = (void*)87;

__attribute__((section("xdp"), used)) int keep_length(struct xdp_md* ctx) {
  int length = ctx->data_end - ctx->data;          /* check */
  bpf_map_push_elem(&lengths, &length, BPF_EXIST); /* use */
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
