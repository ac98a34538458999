// SPDX-License-Identifier: Apache-2.0
// The impossible number is added to another number first, and that one to the pointer.
// logs: 13-v2@6.1 22-v3@5.10
/* names: 301, 255 */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int sum_of_two(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 8 > e) return XDP_PASS;
  unsigned long extra = p[1], base = 20, most = 300;
  asm volatile( /* check */ /* use */
      "if %[most] >= %[extra] goto +2\n"
      "%[base] += %[extra]\n"
      "%[p] += %[base]\n"
      : [base] "+r"(base), [p] "+r"(p)
      : [most] "r"(most), [extra] "r"(extra));
  if (p + 1 > e) return XDP_PASS;
  return *p & 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
