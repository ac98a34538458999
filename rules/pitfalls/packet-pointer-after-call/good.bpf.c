// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c is meant to give: the pointers are loaded and checked again after
// the call, and the byte is 8 bytes further on now.
#include <linux/bpf.h>

static long (*const bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int drop_by_type_after_growing(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 14 > end) return XDP_PASS;

  // rewrite: begin
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  start = (unsigned char*)(long)ctx->data;  // the packet may lie elsewhere now
  end = (unsigned char*)(long)ctx->data_end;
  if (start + 8 + 14 > end) return XDP_ABORTED;
  unsigned char type = start[8 + 12];
  // rewrite: end

  return type == 0x86 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
