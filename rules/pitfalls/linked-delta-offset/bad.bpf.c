// SPDX-License-Identifier: Apache-2.0
// Drops packets whose first word leads to a marker: the word is an offset into the packet, kept at
// a distance of -0x30000000. Both checks below are right; some kernels take the distance of offset
// from handle, which lives on, for the offset of position.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  unsigned long offset = handle + 0x30000000;
  if (offset > 1000) return XDP_PASS;

  unsigned char* position = start + offset;
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
