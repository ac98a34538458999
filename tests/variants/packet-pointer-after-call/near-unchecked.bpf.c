// SPDX-License-Identifier: Apache-2.0
// The pointers are loaded again after the call, and not checked again.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int grow_and_look(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 14 > end) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  start = (unsigned char*)(long)ctx->data;
  return start[20] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
