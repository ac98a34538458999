// SPDX-License-Identifier: Apache-2.0
// The length decides something else afterwards, and the pointers are called like nothing in particular.
// logs: 16-v2@7.2 19-v2@6.12 22-v2@5.10
/* names: a, howmany, z */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int by_length_and_end(struct xdp_md* ctx) {
  unsigned char *a = (void*)(long)ctx->data, *z = (void*)(long)ctx->data_end;
  unsigned long howmany = z - a;
  if (a + howmany > z) /* check */
    return XDP_ABORTED;
  unsigned char mark = a[howmany - 1]; /* use */
  if (howmany > 900) return mark == 7 ? XDP_DROP : XDP_TX;
  return mark < 16 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
