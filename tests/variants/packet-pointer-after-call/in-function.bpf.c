// SPDX-License-Identifier: Apache-2.0
// The call that moves the packet stands in a function of its own.
// logs: 13-v2@6.12 19-v3@6.1 22-v3@7.2
/* names: void */
#include <linux/bpf.h>

static long (*bpf_xdp_adjust_tail)(struct xdp_md* ctx, int delta) = (void*)65;

static __attribute__((noinline)) long cut(struct xdp_md* ctx, int bytes) {
  return bpf_xdp_adjust_tail(ctx, -bytes); /* check */
}

__attribute__((section("xdp"), used)) int cut_and_look(struct xdp_md* ctx) {
  unsigned char* first = (unsigned char*)(long)ctx->data;
  if (first + 20 > (unsigned char*)(long)ctx->data_end) return XDP_PASS;
  if (cut(ctx, 4)) return XDP_PASS;       /* check */
  return first[19] ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
