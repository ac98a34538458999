// SPDX-License-Identifier: Apache-2.0
// Both ends travel in a struct, as in parsers that pass a cursor around.
// logs: 13-v1@7.3 22-v3@5.10
/* names: rest, c */
#include <linux/bpf.h>

struct cursor {
  unsigned char* at;
  unsigned char* end;
};

static inline __attribute__((always_inline)) int read_tail(struct cursor* c, unsigned char* to) {
  unsigned long rest = c->end - c->at;
  if (c->at + rest > c->end) return -1; /* check */
  *to = *(c->at + rest - 1); /* use */
  return 0;
}

__attribute__((section("xdp"), used)) int cursor_tail(struct xdp_md* ctx) {
  struct cursor c = {(unsigned char*)(long)ctx->data, (unsigned char*)(long)ctx->data_end};
  unsigned char tail;

  if (read_tail(&c, &tail)) return XDP_ABORTED;
  return tail & 0x80 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
