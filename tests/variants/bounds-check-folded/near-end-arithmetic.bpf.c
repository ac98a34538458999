// SPDX-License-Identifier: Apache-2.0
// Arithmetic on data_end with an unknown number, refused before any read.
// logs: 16-v3@6.18 13-v2@7.2
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int from_the_back(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  if (data + 1 > data_end) return XDP_PASS;
  unsigned long back = *data;
  unsigned char* position = data_end - back;
  if (position < data) return XDP_PASS;
  return *position == 0xff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
