// SPDX-License-Identifier: Apache-2.0
// Set for one length only, used in a sum.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int one_branch_number(struct __sk_buff* skb) {
  __u64 extra;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->len > 900) extra = skb->ifindex + bpf_get_prandom_u32();
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  if (d & 1) return a * b + c * d;
  return a * b + c * d + skb->len * (extra + d); /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
