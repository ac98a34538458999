// SPDX-License-Identifier: Apache-2.0
// The pointer that may be NULL is compared with NULL first; what is too short is the check.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int still_short(struct xdp_md* ctx) {
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  unsigned char* bytes = 0;
  if (ctx->rx_queue_index == 1) bytes = (unsigned char*)(long)ctx->data;
  if (!bytes) return XDP_PASS;
  if (bytes + 14 > end) return XDP_PASS;
  return bytes[20] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
