// SPDX-License-Identifier: Apache-2.0
// The first word is checked, the second is used.
// logs: 16-v2@7.3 19-v3@5.10
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int other_word(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int first = *(unsigned int*)data + 5;
  unsigned int second = *(unsigned int*)(data + 4) + 5;
  if (first == second) return XDP_DROP;
  if (first > 700) return XDP_PASS;
  if (data + second + 1 > data_end) return XDP_PASS;
  return data[second] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
