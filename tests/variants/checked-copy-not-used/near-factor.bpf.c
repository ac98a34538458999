// SPDX-License-Identifier: Apache-2.0
// Clang checks the number before a multiplication, the product is used: not the same number.
// logs: 19-v3@7.3 22-v2@5.10
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int product(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned long place = *(unsigned int*)data;
  place *= 3;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (place > 1500) return XDP_PASS;
  if (data[8] == 6 && data[9] == 1) return XDP_TX;
  if (data + place + 4 > data_end) return XDP_PASS;
  return data[place + 2] == 0xff ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
