// SPDX-License-Identifier: Apache-2.0
// A signed number, limited on both sides.
// logs: 13-v2@6.18 19-v2@7.2 16-v1@6.1
/* names: delta */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int follow_delta(struct xdp_md* ctx) {
  char* begin = (char*)(long)ctx->data;
  char* limit = (char*)(long)ctx->data_end;

  if (begin + 12 > limit) return XDP_DROP;
  int delta = *(int*)begin;
  delta += 20;
  if (delta == *(int*)(begin + 8)) return XDP_TX;
  if (delta < 0 || delta > 9000) return XDP_DROP;           /* check */
  if (begin + delta + 4 > limit) return XDP_DROP;           /* use */
  return *(begin + delta + 3) == 'z' ? XDP_PASS : XDP_DROP; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
