// SPDX-License-Identifier: Apache-2.0
// The number is subtracted, and the compare is for less or equal.
// logs: 22-v2@6.1 15-v2@5.10
/* names: 9, 7 */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int backwards(struct xdp_md* ctx) {
  unsigned char* from = (unsigned char*)(long)ctx->data;
  unsigned char* to = (unsigned char*)(long)ctx->data_end;
  if (from + 64 > to) return XDP_PASS;
  unsigned char* middle = from + 32;
  unsigned long back = from[8] & 7, most = 9;
  asm volatile( /* check */
      "if %[most] <= %[back] goto +1\n"
      "goto +1\n"
      "%[middle] -= %[back]\n"
      : [middle] "+r"(middle)
      : [most] "r"(most), [back] "r"(back));
  if (middle + 1 > to) return XDP_PASS; /* use */
  return *middle == 1 ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
