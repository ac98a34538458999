// SPDX-License-Identifier: Apache-2.0
// A signed length, a helper call between the length and the check.
// logs: 22-v1@6.18 19-v3@5.10
/* names: b, room, e */
#include <linux/bpf.h>
#include <linux/types.h>

static __u64 (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("xdp"), used)) int odd_end(struct xdp_md* ctx) {
  __u8* b = (__u8*)(long)ctx->data;
  __u8* e = (__u8*)(long)ctx->data_end;
  __s64 room = e - b;
  __u64 now = bpf_ktime_get_ns();

  if (now == 1) return XDP_ABORTED;
  if (b + room > e) return XDP_DROP; /* check */
  if (b[room - 1] & 1) return XDP_TX; /* use */
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
