// SPDX-License-Identifier: Apache-2.0
// Two bytes at the end, read one after the other below the same check.
// logs: 15-v1@6.1 19-v4@7.3
/* names: msg, msg_size, msg_end */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int big_endian_end(struct xdp_md* ctx) {
  unsigned char* msg = (unsigned char*)(long)ctx->data;
  unsigned char* msg_end = (unsigned char*)(long)ctx->data_end;
  unsigned long msg_size = msg_end - msg;

  if (msg + msg_size > msg_end) return XDP_PASS; /* check */
  unsigned int high = *(msg + msg_size - 2); /* use */
  unsigned int low = *(msg + msg_size - 1); /* use */

  return ((high << 8) | low) > 0x8000 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
