// SPDX-License-Identifier: Apache-2.0
// A loop uses it in each round.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int in_loop_number(struct __sk_buff* skb) {
  __u64 step;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->mark == 77) step = bpf_get_prandom_u32() * d;
  for (int i = 0; i < 3; i++) { /* check */     /* use */
    a += bpf_get_prandom_u32() * b; /* check */ /* use */
    b ^= bpf_get_prandom_u32() + c; /* check */ /* use */
    c += bpf_get_prandom_u32() + d;
    d += a * step; /* check */ /* use */
  }
  return a + b + c + d;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
