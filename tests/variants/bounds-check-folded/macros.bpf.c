// SPDX-License-Identifier: Apache-2.0
// Check and ends are written with macros; the failing way is an `else`.
// logs: 14-v2@7.2 22-v4@6.18
/* names: buf, nbytes */
#include <linux/bpf.h>

#define BEGIN(ctx) ((unsigned char*)(long)(ctx)->data)
#define END(ctx) ((unsigned char*)(long)(ctx)->data_end)
#define FITS(p, n, limit) ((p) + (n) <= (limit))

__attribute__((section("xdp"), used)) int macro_tail(struct xdp_md* ctx) {
  unsigned char* buf = BEGIN(ctx);
  unsigned char* stop = END(ctx);
  unsigned long nbytes = stop - buf;
  if (FITS(buf, nbytes, stop)) { /* check */
    return *(buf + nbytes - 1) == 'x' ? XDP_TX : XDP_PASS; /* use */
  } else {
    return XDP_ABORTED;
  }
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
