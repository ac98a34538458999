// SPDX-License-Identifier: Apache-2.0
// The length is kept in a variable of 32 bits.
// logs: 14-v2@6.1 19-v3@6.18 22-v4@7.2
/* names: bytes */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int by_length(struct xdp_md* ctx) {
  unsigned int length = ctx->data_end - ctx->data;
  unsigned char* bytes = (unsigned char*)(long)ctx->data;
  if (length < 60) return XDP_PASS;       /* check */
  return bytes[59] ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
