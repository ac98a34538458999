// SPDX-License-Identifier: Apache-2.0
// The read stands where the length is too small.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int other_side(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (limit - frame >= 34) return XDP_PASS;
  return frame[12] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
