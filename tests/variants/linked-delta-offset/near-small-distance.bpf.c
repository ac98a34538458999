// SPDX-License-Identifier: Apache-2.0
// The distance is small, so the kernel does not mind; but the bytes of a second read are not checked.
// logs: 15-v2@6.18 22-v2@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  unsigned long offset = handle + 0x4000;
  if (offset > 1000) return XDP_PASS;
  unsigned char* position = start + offset;
  if (position[3] == 1) return XDP_TX;
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
