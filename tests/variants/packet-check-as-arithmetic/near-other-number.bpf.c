// SPDX-License-Identifier: Apache-2.0
// What is compared is a length from the packet, not one of the packet.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int stated_length(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (frame + 20 > limit) return XDP_PASS;
  if (frame[17] < 40) return XDP_PASS;
  return frame[39] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
