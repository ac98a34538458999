// SPDX-License-Identifier: Apache-2.0
// A register that never had a value: an entry function gets the context and nothing else.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("xdp"), used)) int two(struct xdp_md* ctx, unsigned int second) {
  if (second > 7) return XDP_DROP;
  return ctx->rx_queue_index ? XDP_PASS : bpf_get_prandom_u32() & 1;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
