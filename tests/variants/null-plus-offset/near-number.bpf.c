// SPDX-License-Identifier: Apache-2.0
// A number that the program was given, used as an address.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int as_address(struct xdp_md* ctx) {
  unsigned long number = ctx->rx_queue_index;
  return *(volatile unsigned char*)(number + 40) ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
