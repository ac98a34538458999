// SPDX-License-Identifier: Apache-2.0
// The limit can be reached, so both sides are real; the read behind them is not checked.
// logs: 15-v1@5.10 22-v1@6.1
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int reachable(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 1 > e) return XDP_PASS;
  unsigned long n = p[0], limit = 100;
  asm volatile(
      "if %[limit] > %[n] goto +1\n"
      "%[p] += %[n]\n"
      : [p] "+r"(p)
      : [limit] "r"(limit), [n] "r"(n));
  return *p & 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
