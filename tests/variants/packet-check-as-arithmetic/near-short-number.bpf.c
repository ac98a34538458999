// SPDX-License-Identifier: Apache-2.0
// The length is compared with less than what is read: no compare of pointers with it would do.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int too_short(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (limit - frame < 14) return XDP_PASS;
  return frame[20] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
