// SPDX-License-Identifier: Apache-2.0
// A reader in a function of its own asks how much is left behind a position.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.2
/* names: part */
#include <linux/bpf.h>

struct cursor {
  unsigned char *at, *stop;
};

static inline __attribute__((always_inline)) unsigned char* take(struct cursor* from,
                                                                 unsigned long count) {
  unsigned char* found = from->at;
  unsigned long left = from->stop - found;
  if (left < count) return 0; /* check */
  from->at += count;
  return found;
}

__attribute__((section("xdp"), used)) int read_twice(struct xdp_md* ctx) {
  struct cursor from = {(unsigned char*)(long)ctx->data, (unsigned char*)(long)ctx->data_end};
  unsigned char* part = take(&from, 16);
  if (!part) return XDP_PASS;           /* check */
  return part[3] ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
