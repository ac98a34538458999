// SPDX-License-Identifier: Apache-2.0
// Start and end are kept as numbers of 32 bits.
// logs: 16-v3@6.1 19-v3@6.12 22-v3@7.2
/* names: packet */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int in_numbers(struct xdp_md* ctx) {
  unsigned int first = ctx->data, behind = ctx->data_end;
  unsigned char* packet = (unsigned char*)(long)ctx->data;
  if (first + 14 > behind) return XDP_PASS;     /* check */
  return packet[13] == 6 ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
