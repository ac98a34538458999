// SPDX-License-Identifier: Apache-2.0
// The link is ended as it should be, but the check against the end of the packet comes too late.
// logs: 13-v1@6.18 22-v3@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  unsigned long offset = handle + 0x30000000;
  asm volatile("%0 |= 0" : "+r"(offset));
  if (offset > 1000) return XDP_PASS;
  unsigned char* position = start + offset;
  if (*position == 0) return XDP_TX;
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
