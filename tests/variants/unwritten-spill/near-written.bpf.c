// SPDX-License-Identifier: Apache-2.0
// All paths write it; a number that is used as an address is what is wrong.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int near_written_number(struct __sk_buff* skb) {
  __u64 word = 3;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->protocol == 8) word = bpf_get_prandom_u32() * a;
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  return (a ^ b) + (c ^ d) + word + *(__u32*)(a & 64);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
