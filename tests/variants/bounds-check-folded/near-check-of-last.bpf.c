// SPDX-License-Identifier: Apache-2.0
// The pointer to the last byte is checked: clang computes with data_end, and there is no compare.
// logs: 13-v2@6.12 22-v3@6.18
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int ends_with_zero(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  unsigned char* last = data + size - 1;
  if (last >= data_end) return XDP_PASS;
  return *last ? XDP_PASS : XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
