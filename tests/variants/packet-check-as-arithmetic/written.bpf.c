// SPDX-License-Identifier: Apache-2.0
// A write, at least as long as what the length was compared with, and a short check of pointers
// before it.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: start */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int clear_field(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 14 > end) return XDP_PASS;
  if (start[12] != 8) return XDP_PASS; /* check */
  long size = end - start;
  if (size < 54) return XDP_PASS;            /* check */
  *(volatile unsigned int*)(start + 50) = 0; /* use */
  return XDP_TX;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
