// SPDX-License-Identifier: Apache-2.0
// An inlined function returns it.
// logs: 19-v3@6.1u 22-v2@6.12u 19-v3@7.2u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

static inline __attribute__((always_inline)) __u64 rank_of(struct __sk_buff* skb, __u64 seed) {
  __u64 rank;
  if (skb->pkt_type == 2) rank = bpf_get_prandom_u32() + seed;
  if (skb->pkt_type == 3) rank = bpf_get_prandom_u32() * seed;
  return rank;
}

__attribute__((section("socket"), used)) int inlined_number(struct __sk_buff* skb) {
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  __u64 rank = rank_of(skb, a);
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  return (a | b) + (c | d) + skb->len * rank; /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
