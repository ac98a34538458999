// SPDX-License-Identifier: Apache-2.0
// The number is checked and used rightly; the check against data_end is missing.
// logs: 19-v3@6.1 13-v3@7.2
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int no_end(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int place = *(unsigned int*)data + 5;
  if (place == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (place > 700) return XDP_PASS;
  return data[place] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
