// SPDX-License-Identifier: Apache-2.0
// Set under a flag, and used under the same flag, which is read again.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int by_flag_number(struct __sk_buff* skb) {
  __u64 cost;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->vlan_present) cost = bpf_get_prandom_u32() + d;
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  if (skb->vlan_present) return a * b * c * d + cost; /* check */ /* use */
  return a + b + c + d;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
