// SPDX-License-Identifier: Apache-2.0
// What is used was changed after the check.
// logs: 15-v2@6.12 19-v3@6.18
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int changed_number(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 1;
  if (place > 900) return XDP_PASS;
  place += *(unsigned int*)(data + 4);
  if (data + place + 1 > data_end) return XDP_PASS;
  return data[place] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
