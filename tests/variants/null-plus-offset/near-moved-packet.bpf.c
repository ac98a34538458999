// SPDX-License-Identifier: Apache-2.0
// A packet pointer that became void, not NULL.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int from_before(struct xdp_md* ctx) {
  unsigned char* bytes = 0;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (ctx->rx_queue_index == 1) bytes = (unsigned char*)(long)ctx->data;
  if (!bytes || bytes + 14 > end) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, 4)) return XDP_PASS;
  return bytes[13] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
