// SPDX-License-Identifier: Apache-2.0
// A condition needs it, not a sum.
// logs: 19-v3@6.1u 19-v3@7.2u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int condition_number(struct __sk_buff* skb) {
  __u64 limit;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->ifindex == 2) limit = bpf_get_prandom_u32() * c;
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  if (a + b > limit) return c - d; /* check */ /* use */
  return c + d;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
