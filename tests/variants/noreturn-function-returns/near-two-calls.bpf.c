// SPDX-License-Identifier: Apache-2.0
// A function is called twice, one behind the other, the second time with a number: no recursion.
// logs: 13-v2@6.12 19-v3@6.18
#include <linux/bpf.h>

__attribute__((noinline, used)) static int size(struct __sk_buff* skb) { return skb->len; }

__attribute__((section("tc"), used)) int twice(struct __sk_buff* skb) {
  int length = size(skb);
  return length + size((struct __sk_buff*)(unsigned long)skb->mark);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
