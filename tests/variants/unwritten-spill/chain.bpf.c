// SPDX-License-Identifier: Apache-2.0
// Two branches of three set it.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int chain_number(struct __sk_buff* skb) {
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  __u64 port;
  if (skb->protocol == 8) {
    port = skb->ifindex + bpf_get_prandom_u32();
  } else if (skb->protocol == 9) {
    port = skb->queue_mapping ^ bpf_get_prandom_u32();
  }
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  __u64 sum = port + d; /* check */                                                 /* use */
  return a * b + c * d + sum * skb->len + bpf_get_prandom_u32() * port; /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
