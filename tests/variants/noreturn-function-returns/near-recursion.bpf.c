// SPDX-License-Identifier: Apache-2.0
// A recursion that somebody wanted, with the arguments that the function needs.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@6.12
#include <linux/bpf.h>

__attribute__((noinline, used)) static int down(struct __sk_buff* skb, unsigned int depth) {
  if (depth > skb->len) return 0;
  return down(skb, depth + 1) + skb->mark;
}

__attribute__((section("tc"), used)) int walk(struct __sk_buff* skb) {
  return down(skb, skb->mark);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
