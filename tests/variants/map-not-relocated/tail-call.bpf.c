// SPDX-License-Identifier: Apache-2.0
// The map of a tail call.
// logs: 13-v2@5.10 14-v2@6.12 22-v3@7.3
/* names: R2, bpf_tail_call */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_tail_call)(void*, void*, unsigned) = (void*)12;

SEC("xdp") int dispatch(struct xdp_md* ctx) {
  void* handlers;
  asm volatile("%0 = 0 ll" : "=r"(handlers));      /* check */
  bpf_tail_call(ctx, handlers, ctx->rx_queue_index & 3);  /* use */
  return XDP_DROP;
}

char _license[] SEC("license") = "GPL";
