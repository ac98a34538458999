// SPDX-License-Identifier: Apache-2.0
// The same, but where bad.bpf.c calls what must not return, the function returns.
#include <linux/bpf.h>

__attribute__((noinline, used)) static int share_of(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 64 > end) return XDP_PASS;
  unsigned int parts = start[14];
  unsigned int queue = ctx->rx_queue_index;
  // rewrite: begin
  if (parts == 0) return XDP_ABORTED;  // in place of the call that must not return
  // rewrite: end
  return start[15] / parts + queue;
}

__attribute__((section("xdp"), used)) int divide(struct xdp_md* ctx) { return share_of(ctx) & 3; }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
