// SPDX-License-Identifier: Apache-2.0
// One number has the distance; another one, which nobody limits, is added to the pointer.
// logs: 13-v3@6.12 19-v2@6.18
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  unsigned long offset = handle + 0x30000000;
  if (offset > 1000) return XDP_PASS;
  unsigned long count = ctx->rx_queue_index;
  unsigned char* position = start + count * 0x40000000;
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
