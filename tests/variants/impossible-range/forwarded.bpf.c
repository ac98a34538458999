// SPDX-License-Identifier: Apache-2.0
// The address is passed to a function that is called, which reads there.
// logs: 19-v1@6.1 15-v1@5.10
/* names: 601, 127 */
#include <linux/bpf.h>

static __attribute__((noinline)) int marked(unsigned char* at, unsigned char* end) {
  if (at + 1 > end) return 0; /* use */
  return *at == 0xff; /* use */
}

__attribute__((section("xdp"), used)) int forwarded(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  if (data + 8 > data_end) return XDP_PASS;
  unsigned long jump = data[7] & 0x7f, most = 600;
  asm volatile( /* check */
      "if %[most] >= %[jump] goto +1\n"
      "%[data] += %[jump]\n"
      : [data] "+r"(data)
      : [most] "r"(most), [jump] "r"(jump));
  return marked(data, data_end) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
