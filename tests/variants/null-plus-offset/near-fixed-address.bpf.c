// SPDX-License-Identifier: Apache-2.0
// A fixed address, far from 0.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int at_fixed(struct xdp_md* ctx) {
  unsigned long place = 0xfee00000;
  asm volatile("" : "+r"(place));
  return *(volatile unsigned int*)(place + 32) ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
