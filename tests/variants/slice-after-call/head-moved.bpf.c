// SPDX-License-Identifier: Apache-2.0
// The start of an XDP packet is moved.
// logs: 15-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: bpf_xdp_adjust_head */
#include <linux/bpf.h>

extern int bpf_dynptr_from_xdp(struct xdp_md* ctx, unsigned long long flags, struct bpf_dynptr* to)
    __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_xdp_adjust_head)(struct xdp_md* ctx, int delta) = (void*)44;

struct ports {
  unsigned short from, to;
};

__attribute__((section("xdp"), used)) int strip_label(struct xdp_md* ctx) {
  struct bpf_dynptr frame;
  struct ports room = {};
  if (bpf_dynptr_from_xdp(ctx, 0, &frame)) return XDP_ABORTED;
  struct ports* ports = bpf_dynptr_slice(&frame, 34, &room, sizeof room);
  if (!ports) return XDP_PASS;
  if (ports->from == 53) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, 4)) return XDP_DROP; /* check */
  return ports->to == 443 ? XDP_DROP : XDP_PASS;    /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
