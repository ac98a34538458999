// SPDX-License-Identifier: Apache-2.0
// The length is an int: clang cannot fold the check, and the kernel refuses to add a number that may be
// negative.
// logs: 13-v2@6.12 19-v2@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int ends_with_zero(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  int size = data_end - data;
  if (data + size > data_end) return XDP_PASS;
  unsigned char value = *(data + size - 1);
  return value ? XDP_PASS : XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
