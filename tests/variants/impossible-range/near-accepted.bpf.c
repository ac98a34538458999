// SPDX-License-Identifier: Apache-2.0
// The same compare as the pitfall's, but nothing is added there and every kernel accepts it.
// logs: 13-v1@5.10 22-v1@6.1
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int counted(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 2 > e) return XDP_PASS;
  unsigned long n = p[0], most = 512, seen = 0;
  asm volatile(
      "if %[most] > %[n] goto +1\n"
      "%[seen] += %[n]\n"
      : [seen] "+r"(seen)
      : [most] "r"(most), [n] "r"(n));
  return (seen + p[1]) & 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
