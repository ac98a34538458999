// SPDX-License-Identifier: Apache-2.0
// The check on the copy is a lower limit.
// logs: 13-v2@6.18 19-v1@6.1
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int too_low(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 5;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (place < 16) return XDP_TX;
  if (data + place + 1 > data_end) return XDP_PASS;
  return data[place] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
