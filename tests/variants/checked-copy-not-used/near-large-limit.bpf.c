// SPDX-License-Identifier: Apache-2.0
// The check is on a copy, but lets more pass than the kernel adds to a packet pointer.
// logs: 13-v2@5.10 19-v2@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int far_mark(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned int far = *(unsigned int*)data + 9;
  if (far == *(unsigned int*)(data + 4)) return XDP_DROP;
  if (far > 70000 || data + far + 1 > data_end) return XDP_PASS;
  return data[far] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
