// SPDX-License-Identifier: Apache-2.0
// The check is folded, but a header that nobody checked is read before the packet's end is.
// logs: 15-v2@6.12 19-v2@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int header_first(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  if (data + size > data_end) return XDP_PASS;
  if (data[12] != 8) return XDP_PASS;
  return *(data + size - 1) == 0xff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
