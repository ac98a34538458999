// SPDX-License-Identifier: Apache-2.0
// Looks at no more than the first 256 bytes of a packet. The check compares two pointers, but both
// are data plus something, so clang drops data from both sides and compares 34 with the length.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_udp(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  if (size > 256) size = 256;

  unsigned char* stop = data + size;
  if (data + 34 > stop) return XDP_PASS;

  return data[23] == 17 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
