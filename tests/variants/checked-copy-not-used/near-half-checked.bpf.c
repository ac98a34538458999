// SPDX-License-Identifier: Apache-2.0
// The low 16 bits are checked, all 32 are used.
// logs: 14-v2@5.10 22-v4@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int half(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 5;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if ((unsigned short)place > 700) return XDP_PASS;
  if (data + place + 1 > data_end) return XDP_PASS;
  return data[place] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
