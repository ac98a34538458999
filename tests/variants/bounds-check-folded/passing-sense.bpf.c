// SPDX-License-Identifier: Apache-2.0
// The read stands inside the `if` whose condition should make it safe.
// logs: 16-v3@7.3 13-v2@6.18
/* names: start, bytes, end */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int tail_tag(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  unsigned long bytes = end - start;
  int action = XDP_PASS;

  if (start + bytes <= end) { /* check */
    unsigned char tag = *(start + bytes - 2); /* use */
    if (tag > 0x7f) action = XDP_DROP;
  }
  return action;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
