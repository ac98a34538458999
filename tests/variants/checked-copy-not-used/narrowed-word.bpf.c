// SPDX-License-Identifier: Apache-2.0
// The low half of a 64-bit word; with 32-bit registers a move copies it, and the check is on the
// word.
// logs: 19-v3@7.3 13-v3@5.10 22-v4@6.12
/* names: skip */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int skip_and_look(struct xdp_md* ctx) {
  unsigned char* head = (unsigned char*)(long)ctx->data;
  unsigned char* tail = (unsigned char*)(long)ctx->data_end;

  if (head + 8 > tail) return XDP_PASS;
  unsigned long word = *(unsigned long*)head;
  unsigned int skip = word;
  unsigned long sum = skip + (word >> 32);
  if (sum == 77) return XDP_DROP;
  if (skip > 1400) return XDP_PASS; /* check */
  if (head + skip + 1 > tail) return XDP_PASS;
  return head[skip] == 'y' ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
