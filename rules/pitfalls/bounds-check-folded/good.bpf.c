// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c for every packet of up to 16384 bytes. The empty asm statement
// hides where offset came from, so clang can fold neither the check nor the address.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_last_byte(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  // rewrite: begin
  unsigned long size = end - start;

  unsigned long offset = size;
  asm volatile("" : "+r"(offset));  // clang no longer knows that start + size is end
  offset -= 1;
  unsigned char* position = start + (offset & 0x3fff);
  if (offset > 0x3fff || position + 1 > end) return XDP_PASS;
  unsigned char last = *position;
  // rewrite: end

  return last == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
