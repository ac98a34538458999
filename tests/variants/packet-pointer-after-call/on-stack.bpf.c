// SPDX-License-Identifier: Apache-2.0
// The pointer waits on the stack while the packet is moved.
// logs: 16-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: bpf_xdp_adjust_head */
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int strip_tag(struct xdp_md* ctx) {
  unsigned char* volatile kept = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  unsigned char* frame = kept;
  if (frame + 18 > end) return XDP_PASS;
  kept = frame;
  if (bpf_xdp_adjust_head(ctx, 4)) return XDP_ABORTED; /* check */
  return kept[16] == 8 ? XDP_DROP : XDP_PASS;          /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
