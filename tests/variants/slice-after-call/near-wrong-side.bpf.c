// SPDX-License-Identifier: Apache-2.0
// The path goes on where the slice is null.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@7.2
#include <linux/bpf.h>

extern int bpf_dynptr_from_xdp(struct xdp_md* ctx, unsigned long long flags, struct bpf_dynptr* to)
    __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

__attribute__((section("xdp"), used)) int use_nothing(struct xdp_md* ctx) {
  struct bpf_dynptr frame;
  unsigned char room[8] = {};
  bpf_dynptr_from_xdp(ctx, 0, &frame);
  volatile unsigned char* bytes = bpf_dynptr_slice(&frame, 0, room, sizeof room);
  if (bytes) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, 4)) return XDP_DROP;
  return bytes[2] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
