// SPDX-License-Identifier: Apache-2.0
// The number is checked on one way to the read only.
// logs: 14-v3@6.1 22-v3@7.2 16-v3@6.18
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int either_way(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data * 3;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (data[8] == 1) {
    if (place > 800) return XDP_PASS;
    if (data[9] == 2) return XDP_TX;
  }
  if (data + place + 2 > data_end) return XDP_PASS;
  return data[place + 1] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
