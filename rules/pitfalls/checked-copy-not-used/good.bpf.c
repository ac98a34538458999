// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c for every packet. The empty asm statement may change place_wide as
// far as clang knows, so clang can neither load it again nor make a second copy before it.
#include <linux/bpf.h>

struct header {
  unsigned int place;
  unsigned int kind;
};

unsigned int headers_seen;

__attribute__((section("xdp"), used)) int drop_by_header(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  struct header* header = (struct header*)start;

  if (start + sizeof(*header) > end) return XDP_PASS;
  // rewrite: begin
  unsigned long place_wide = header->place;
  asm volatile("" : "+r"(place_wide));  // one 64-bit number for the check and the use
  if (place_wide >= 1000) return XDP_PASS;
  headers_seen++;
  unsigned char* position = start + place_wide;
  // rewrite: end
  if (position + 1 > end) return XDP_PASS;

  return *position == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
