// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c for every packet. The asm statement changes no bit of offset, but
// after it the kernel no longer knows that offset was computed from handle.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_handle(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  if (start + 8 > end) return XDP_PASS;
  unsigned long handle = *(unsigned long*)start;
  // rewrite: begin
  unsigned long offset = handle + 0x30000000;
  asm volatile("%0 |= 0" : "+r"(offset));  // same value, but no longer handle plus a distance
  if (offset > 1000) return XDP_PASS;

  unsigned char* position = start + offset;
  // rewrite: end
  if (position + 1 > end) return XDP_PASS;

  return *position == (handle & 0xff) ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
