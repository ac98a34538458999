// SPDX-License-Identifier: Apache-2.0
// The folded check is there, but nothing is read behind it: every kernel accepts this.
// logs: 13-v1@5.10 22-v3@6.18
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int harmless(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  if (data + size > data_end) return XDP_DROP;
  if (data + 1 > data_end) return XDP_PASS;
  return *data == 0xff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
