// SPDX-License-Identifier: Apache-2.0
// A helper is called between the compare and the use; registers survive it.
// logs: 14-v2@5.10 19-v3@6.1
/* names: 4096, 255 */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int over_call(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  if (p + 8 > e) return XDP_PASS;
  unsigned long n = p[5], most = 4096;
  asm volatile( /* check */ /* use */
      "if %[most] > %[n] goto +6\n"
      "call 5\n"
      "%[n] += 2\n"
      "%[p] -= %[n]\n"
      "r0 = *(u8 *)(%[p] + 0)\n"
      "r0 = 0\n"
      "r0 = 0\n"
      : [p] "+r"(p), [n] "+r"(n)
      : [most] "r"(most)
      : "r0", "r1", "r2", "r3", "r4", "r5");
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
