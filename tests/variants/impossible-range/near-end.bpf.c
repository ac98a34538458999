// SPDX-License-Identifier: Apache-2.0
// data_end is read on the side that is never taken: that is what the kernel refuses.
// logs: 13-v2@5.10 22-v3@6.1
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int end_is_read(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 1 > e) return XDP_PASS;
  unsigned long n = p[0], most = 512, sum = 9;
  asm volatile(
      "if %[most] > %[n] goto +2\n"
      "%[sum] += %[n]\n"
      "r3 = *(u8 *)(%[e] - 1)\n"
      : [sum] "+r"(sum)
      : [most] "r"(most), [n] "r"(n), [e] "r"(e)
      : "r3");
  return sum ? XDP_PASS : XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
