// SPDX-License-Identifier: Apache-2.0
// load: unprivileged
// As bad.bpf.c, but the variables have a value on every path.
#include <linux/bpf.h>

static __u32 (*const bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int weigh(struct __sk_buff* skb) {
  // rewrite: begin
  __u64 port = 0, weight = 0;
  // rewrite: end
  __u64 length = skb->len, hash = skb->hash, mark = skb->mark, priority = skb->priority;
  if (skb->protocol == 8) {
    port = skb->ifindex + bpf_get_prandom_u32();
    weight = skb->mark;
  }
  length += bpf_get_prandom_u32();
  hash += bpf_get_prandom_u32() * length;
  mark += bpf_get_prandom_u32() ^ hash;
  priority += bpf_get_prandom_u32() * mark;
  if (priority & 1) return length * hash + mark * priority + skb->len;
  return length * hash + mark * priority + (port + priority) * skb->len +
         bpf_get_prandom_u32() * weight;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
