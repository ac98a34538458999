// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c for every packet. With the number on the left and the constant as an
// immediate, every kernel sees that the compare goes one way only, and walks only that way.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_marked(struct xdp_md* ctx) {
  unsigned char* position = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (position + 1 > end) return XDP_PASS;
  unsigned long length = *position;
  // rewrite: begin
  asm volatile(
      "if %[length] < 512 goto +1\n\t"  // number first, then the constant: not `if 512 > length`
      "%[position] += %[length]"
      : [position] "+r"(position)
      : [length] "r"(length));
  // rewrite: end
  if (position + 1 > end) return XDP_PASS;

  return *position == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
