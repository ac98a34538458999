// SPDX-License-Identifier: Apache-2.0
// Divides by a byte of the packet and calls a function that never returns if it is 0. No such
// function was linked: what the linker left is a call of the function that is running already. C
// cannot say that, so the asm statement does.
#include <linux/bpf.h>

__attribute__((noinline, used)) static int share_of(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 64 > end) return XDP_PASS;
  unsigned int parts = start[14];
  unsigned int queue = ctx->rx_queue_index;
  if (parts == 0) asm volatile("call share_of");  // was meant as: panic("division by zero")
  return start[15] / parts + queue;
}

__attribute__((section("xdp"), used)) int divide(struct xdp_md* ctx) { return share_of(ctx) & 3; }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
