// SPDX-License-Identifier: Apache-2.0
// The pointer that lost its type is replaced by a new one, which nobody checks.
// logs: 16-v2@6.1 19-v1@5.10
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int replaced(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 1 > e) return XDP_PASS;
  unsigned long n = p[0], most = 512;
  asm volatile(
      "if %[most] > %[n] goto +3\n"
      "%[p] += %[n]\n"
      "%[p] = *(u32 *)(%[c] + 0)\n"
      "r3 = *(u8 *)(%[p] + 1)\n"
      : [p] "+r"(p)
      : [most] "r"(most), [n] "r"(n), [c] "r"(ctx)
      : "r3");
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
