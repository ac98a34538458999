// SPDX-License-Identifier: Apache-2.0
// A pointer that is NULL on the only path there is.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int never_set(struct xdp_md* ctx) {
  unsigned char* at = 0;
  asm volatile("" : "+r"(at));
  return *at == 3 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
