// SPDX-License-Identifier: Apache-2.0
// A compare for equality limits nothing on the other side.
// logs: 13-v1@7.2 22-v2@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int only_equal(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 5;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (place == 1000) return XDP_TX;
  if (data + place + 1 > data_end) return XDP_PASS;
  return data[place] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
