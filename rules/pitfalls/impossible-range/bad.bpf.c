// SPDX-License-Identifier: Apache-2.0
// Skips as many bytes as the first byte says, if it says 512 or more, which a byte never does.
// Before 6.8 the kernel does not see that: for a constant on the left of a compare it walks both
// sides. The asm is what clang writes for `length < 512` with -mcpu=v1, which has no less-than.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_marked(struct xdp_md* ctx) {
  unsigned char* position = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (position + 1 > end) return XDP_PASS;
  unsigned long length = *position;
  unsigned long limit = 512;
  asm volatile(
      "if %[limit] > %[length] goto +1\n\t"
      "%[position] += %[length]"
      : [position] "+r"(position)
      : [limit] "r"(limit), [length] "r"(length));
  if (position + 1 > end) return XDP_PASS;

  return *position == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
