// SPDX-License-Identifier: Apache-2.0
// The constant is added with +=, to a copy that has a name of its own.
// logs: 14-v2@6.12 19-v2@6.18
/* names: skip */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int in_place(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 16 > data_end) return XDP_PASS;
  unsigned long cookie = *(unsigned long*)(data + 8);
  unsigned long skip = cookie;
  skip += 0x60000000;
  if (skip > 300) return XDP_PASS; /* check */
  unsigned char* target = data + skip; /* use */
  if (target + 1 > data_end) return XDP_PASS;
  if (*target == 0x11) return XDP_DROP;
  return (cookie & 2) ? XDP_TX : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
