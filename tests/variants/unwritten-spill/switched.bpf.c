// SPDX-License-Identifier: Apache-2.0
// No case of the switch fits.
// logs: 19-v3@6.1u 22-v2@6.12u 19-v3@7.2u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int switched_number(struct __sk_buff* skb) {
  __u64 factor;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  switch (skb->pkt_type) {
    case 1:
      factor = bpf_get_prandom_u32() + a;
      break;
    case 3:
      factor = bpf_get_prandom_u32() * b;
      break;
    case 4:
      factor = bpf_get_prandom_u32() ^ d;
      break;
  }
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  return (a ^ b) + (c ^ d) + skb->len * factor; /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
