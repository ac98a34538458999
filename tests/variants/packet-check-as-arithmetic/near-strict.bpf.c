// SPDX-License-Identifier: Apache-2.0
// A compare of pointers that older kernels ignore; the length is only counted.
// logs: 13-v2@5.10 19-v3@6.1 22-v3@6.12
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int strict(struct xdp_md* ctx) {
  unsigned char* frame = (unsigned char*)(long)ctx->data;
  unsigned char* limit = (unsigned char*)(long)ctx->data_end;
  if (frame + 14 > limit) return XDP_PASS;
  unsigned long step = frame[13] & 31, size = limit - frame;
  if (size < step + 1) return XDP_PASS;
  unsigned char* at = frame + step;
  if (at >= limit) return XDP_PASS;
  return *at + (size > 99) == 1 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
