// SPDX-License-Identifier: Apache-2.0
// Check and read stand in a function of their own that is called, not inlined.
// logs: 22-v2@6.12 19-v3@6.1
/* names: begin, extent, finish */
#include <linux/bpf.h>

static __attribute__((noinline)) int tail_parity(unsigned char* begin, unsigned char* finish) {
  unsigned long extent = finish - begin;
  if (begin + extent > finish) { /* check */
    return 2;
  }
  return begin[extent - 1] % 2; /* use */
}

__attribute__((section("xdp"), used)) int parity_gate(struct xdp_md* ctx) {
  unsigned char* begin = (unsigned char*)(long)ctx->data;
  unsigned char* finish = (unsigned char*)(long)ctx->data_end;

  switch (tail_parity(begin, finish)) {
    case 0:
      return XDP_PASS;
    case 1:
      return XDP_DROP;
    default:
      return XDP_ABORTED;
  }
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
