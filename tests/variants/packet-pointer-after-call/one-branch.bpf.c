// SPDX-License-Identifier: Apache-2.0
// The packet is moved on one path only.
// logs: 13-v2@6.1 19-v3@6.12 19-v3@6.18
/* names: bpf_xdp_adjust_meta */
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_meta)(struct xdp_md* ctx, int delta) = (void*)54;

__attribute__((section("xdp"), used)) int mark_some(struct xdp_md* ctx) {
  unsigned char* bytes = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (bytes + 34 > limit) return XDP_PASS;
  if (ctx->rx_queue_index == 3) {
    if (bpf_xdp_adjust_meta(ctx, -4)) return XDP_PASS; /* check */
  }
  return bytes[33] == 17 ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
