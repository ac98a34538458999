// SPDX-License-Identifier: Apache-2.0
// A length that is limited and checked as it should be; then two bytes are read where one was proven.
// logs: 14-v2@6.1 19-v3@7.2
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int one_too_many(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  asm volatile("" : "+r"(size));
  unsigned long offset = size - 1;
  if (offset > 0x3fff) return XDP_PASS;
  asm volatile("" : "+r"(offset));
  if (data + offset + 1 > data_end) return XDP_PASS;
  return *(unsigned short*)(data + offset) == 0xffff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
