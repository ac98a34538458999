// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c for every packet of up to 16384 bytes. The empty asm statements
// hide where a value came from, so clang can fold neither the check nor the address.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_last_byte(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;

  // rewrite: begin
  unsigned long size = end - start;
  asm volatile("" : "+r"(size));  // size is now a plain number, no longer end - start

  unsigned long offset = size - 1;
  if (offset > 0x3fff) return XDP_PASS;  // also taken when size is 0
  asm volatile("" : "+r"(offset));       // keeps the limit above on the value used below

  unsigned char* position = start + offset;
  if (position + 1 > end) return XDP_PASS;
  unsigned char last = *position;
  // rewrite: end

  return last == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
