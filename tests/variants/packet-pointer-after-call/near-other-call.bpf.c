// SPDX-License-Identifier: Apache-2.0
// A call that leaves the packet alone, and a check that is too short.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("xdp"), used)) int look_later(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 14 > end) return XDP_PASS;
  if (bpf_ktime_get_ns() & 1) return XDP_PASS;
  return start[20] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
