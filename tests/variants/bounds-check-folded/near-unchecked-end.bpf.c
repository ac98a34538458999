// SPDX-License-Identifier: Apache-2.0
// A read through data_end that nothing checks at all.
// logs: 13-v2@5.10 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int no_check(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  if (data + 20 > data_end) return XDP_PASS;
  return *(data_end - 1) == 0xff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
