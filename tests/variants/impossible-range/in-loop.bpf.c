// SPDX-License-Identifier: Apache-2.0
// The compare stands in a loop over three bytes; the first round fails already.
// logs: 16-v2@6.1 14-v3@5.10
/* names: 1024, 255 */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int three_rounds(struct xdp_md* ctx) {
  unsigned char* cursor = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (cursor + 32 > end) return XDP_PASS;
  asm volatile( /* check */ /* use */
      "r6 = 0\n"
      "r8 = 1024\n"
      "r7 = *(u8 *)(%[cursor] + 4)\n"
      "if r8 > r7 goto +2\n"
      "%[cursor] += r7\n"
      "r7 = *(u8 *)(%[cursor] + 0)\n"
      "r6 += 1\n"
      "if r6 < 3 goto -6\n"
      : [cursor] "+r"(cursor)
      :
      : "r6", "r7", "r8");
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
