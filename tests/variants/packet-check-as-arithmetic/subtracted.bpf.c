// SPDX-License-Identifier: Apache-2.0
// The source subtracts, and compares with a constant.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
/* names: frame */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int only_ip(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (limit - frame < 34) return XDP_PASS;     /* check */
  return frame[12] == 8 ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
