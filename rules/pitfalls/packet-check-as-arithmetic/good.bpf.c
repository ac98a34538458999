// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c: the pointer is compared with data_end itself, which clang cannot
// write as data plus a number.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_udp(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  if (size > 256) size = 256;

  // rewrite: begin
  if ((void*)data + 34 > (void*)(long)ctx->data_end) return XDP_PASS;
  // rewrite: end

  return data[23] == 17 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
