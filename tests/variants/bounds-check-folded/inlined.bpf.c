// SPDX-License-Identifier: Apache-2.0
// Check and read stand in an inline function that gets both ends of the packet.
// logs: 22-v1@7.2 13-v2@6.1
/* names: from, count, to */
#include <linux/bpf.h>

static inline __attribute__((always_inline)) int final_octet(unsigned char* from, unsigned char* to) {
  unsigned long count = to - from;
  if (from + count > to) return -1; /* check */
  return *(from + count - 1); /* use */
}

__attribute__((section("xdp"), used)) int octet_gate(struct xdp_md* ctx) {
  unsigned char* from = (unsigned char*)(long)ctx->data;
  unsigned char* to = (unsigned char*)(long)ctx->data_end;
  int octet = final_octet(from, to);

  if (octet < 0) return XDP_ABORTED;
  if (octet == 0xff) return XDP_DROP;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
