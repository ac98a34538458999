// SPDX-License-Identifier: Apache-2.0
// A member of a struct that clang takes apart.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int in_struct_number(struct __sk_buff* skb) {
  struct {
    __u64 base, step;
  } line;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  line.base = skb->ifindex;
  if (skb->protocol == 8) line.step = bpf_get_prandom_u32() + a;
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  if (b > c) return line.base + d;
  return a * b + c * d + line.base + skb->len * line.step; /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
