// SPDX-License-Identifier: Apache-2.0
// The length was compared before a call that may move the packet.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int cut_and_read(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (limit - frame < 60) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, 14)) return XDP_PASS;
  frame = (unsigned char*)(long)ctx->data;
  return frame[20] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
