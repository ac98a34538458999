// SPDX-License-Identifier: Apache-2.0
// The same with a distance that varies on one side.
// logs: 22-v2@6.1 22-v3@6.18 22-v3@7.3
/* names: options */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int behind_options(struct xdp_md* ctx) {
  unsigned char* head = (unsigned char*)(long)ctx->data;
  unsigned char* tail = (unsigned char*)(long)ctx->data_end;
  if (head + 34 > tail) return XDP_PASS;
  unsigned int skipped = (head[14] & 15) * 4;
  unsigned char* stop = head + (tail - head);
  unsigned char* options = head + 14 + skipped;
  if (options + 8 > stop) return XDP_PASS; /* check */
  return options[3] ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
