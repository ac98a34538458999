// SPDX-License-Identifier: Apache-2.0
// The number is well checked and used; a later read goes beyond the check against data_end.
// logs: 22-v2@7.2 13-v2@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int later_read(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 5;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  unsigned long place_wide = place;
  asm volatile("" : "+r"(place_wide));
  if (place_wide > 700) return XDP_PASS;
  if (data + place_wide + 1 > data_end) return XDP_PASS;
  return data[place_wide + 1] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
