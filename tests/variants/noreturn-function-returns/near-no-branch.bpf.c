// SPDX-License-Identifier: Apache-2.0
// An asm statement does not say that a call takes R1 to R5 away. No branch goes around it.
// logs: 13-v2@5.10 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int take(struct xdp_md* ctx) {
  unsigned int length = ctx->data_end - ctx->data;
  asm volatile("call 7" : : : "r0");
  return length + ctx->rx_queue_index;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
