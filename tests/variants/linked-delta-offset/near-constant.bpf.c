// SPDX-License-Identifier: Apache-2.0
// A constant is added to the pointer, which no check could make right.
// logs: 16-v3@6.18 19-v2@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  unsigned long offset = 0x30000000;
  asm volatile("" : "+r"(start));
  if (handle == 7) return XDP_PASS;
  unsigned char* position = start + offset;
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
