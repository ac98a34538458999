// SPDX-License-Identifier: Apache-2.0
// A number that was never a pointer, loaded before a call that moves the packet.
// logs: 13-v2@5.10 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int follow_number(struct xdp_md* ctx) {
  unsigned long number = ctx->rx_queue_index;
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  return *(volatile unsigned char*)number ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
