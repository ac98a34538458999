// SPDX-License-Identifier: Apache-2.0
// Puts 8 bytes in front of the packet and then looks at it through the pointer from before. Moving
// the start of a packet may move its bytes, so after that call the old pointers lead nowhere.
#include <linux/bpf.h>

static long (*const bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int drop_by_type_after_growing(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 14 > end) return XDP_PASS;

  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  unsigned char type = start[12];

  return type == 0x86 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
