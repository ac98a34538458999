// SPDX-License-Identifier: Apache-2.0
// The function needs a pointer into the packet, which it keeps in R6 across a call.
// logs: 14-v2@6.12 19-v3@6.18
/* names: running already */
#include <linux/bpf.h>

static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((noinline, used)) static int type_of(unsigned char* frame) {
  unsigned long now = bpf_ktime_get_ns();
  unsigned char high = frame[12], low = frame[13]; /* use */
  asm volatile("r1 = 0" : : : "r1");
  if (low == 0) asm volatile("call type_of"); /* check */
  return (high / low) + (now & 1);
}

__attribute__((section("xdp"), used)) int look(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  if (start + 14 > (unsigned char*)(long)ctx->data_end) return XDP_PASS;
  return type_of(start) & 3;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
