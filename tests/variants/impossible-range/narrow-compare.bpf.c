// SPDX-License-Identifier: Apache-2.0
// A compare of the low 32 bits only.
// logs: 16-v3@5.10 19-v3@6.1
/* names: 256, 255 */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int narrow_compare(struct xdp_md* ctx) {
  unsigned char* cur = (unsigned char*)(long)ctx->data;
  unsigned char* last = (unsigned char*)(long)ctx->data_end;
  if (cur + 8 > last) return XDP_PASS;
  asm volatile( /* check */
      "r5 = *(u8 *)(%[cur] + 2)\n"
      "w4 = 256\n"
      "if w4 > w5 goto +1\n"
      "%[cur] += r5\n"
      : [cur] "+r"(cur)
      :
      : "r4", "r5");
  if (cur + 1 > last) return XDP_PASS; /* use */
  return *cur & 1 ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
