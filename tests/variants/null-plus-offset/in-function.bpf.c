// SPDX-License-Identifier: Apache-2.0
// The pointer is chosen in the caller, and used in a function that is not inlined.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@7.3
/* names: address */
#include <linux/bpf.h>

static __attribute__((noinline)) int first_word(unsigned char* head, unsigned char* end) {
  unsigned int* address = (unsigned int*)(head + 16);
  asm volatile("" : "+r"(address));
  if ((unsigned char*)(address + 1) > end) return 0; /* check */
  return *address;                                   /* use */
}

__attribute__((section("xdp"), used)) int by_word(struct xdp_md* ctx) {
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  unsigned char* head = 0;
  if (ctx->rx_queue_index > 4) head = (unsigned char*)(long)ctx->data; /* check */
  return first_word(head, end) == 9 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
