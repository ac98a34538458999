// SPDX-License-Identifier: Apache-2.0
// load: unprivileged
// Weighs packets. `port` gets a value for one protocol only and is used for all. Too many values are
// needed at once, so clang keeps it on the stack, where the other way stores nothing.
#include <linux/bpf.h>

static __u32 (*const bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("socket"), used)) int weigh(struct __sk_buff* skb) {
  __u64 port, weight;
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
