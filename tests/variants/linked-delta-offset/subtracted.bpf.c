// SPDX-License-Identifier: Apache-2.0
// The constant is taken away in place, and the limit is the user's own macro.
// logs: 15-v2@6.18 22-v1@6.18
/* names: delta */
#include <linux/bpf.h>

#define LONGEST_JUMP 0xff

__attribute__((section("xdp"), used)) int jump_back(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  unsigned long target, delta;

  if (p + 12 > e) return XDP_ABORTED;
  target = *(unsigned long*)(p + 4);
  delta = target;
  delta -= 0x3fffffff;
  if (delta <= LONGEST_JUMP) { /* check */
    p += delta; /* use */
    if (p + 1 > e) return XDP_ABORTED;
    if (*p == 'J') return XDP_DROP;
  }
  return target & 4 ? XDP_TX : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
