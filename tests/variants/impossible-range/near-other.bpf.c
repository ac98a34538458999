// SPDX-License-Identifier: Apache-2.0
// The impossible number is nowhere used; a byte that nobody checked is read.
// logs: 14-v2@6.1 19-v3@5.10
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int other_byte(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 1 > e) return XDP_PASS;
  unsigned long n = p[0], most = 512;
  asm volatile(
      "if %[most] > %[n] goto +1\n"
      "r3 = *(u8 *)(%[p] + 1)\n"
      : [p] "+r"(p)
      : [most] "r"(most), [n] "r"(n)
      : "r3");
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
