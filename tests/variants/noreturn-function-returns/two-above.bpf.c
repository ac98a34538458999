// SPDX-License-Identifier: Apache-2.0
// The call enters the function two calls above, not the one that it stands in.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@6.12
/* names: running already */
#include <linux/bpf.h>

__attribute__((noinline, used)) static int width(unsigned int kind) {
  unsigned int mask = 3;
  if (kind > 100) asm volatile("call first_of"); /* check */
  return kind & mask;
}

__attribute__((noinline, used)) static int first_of(struct __sk_buff* skb) {
  unsigned int kind = skb->protocol; /* use */
  return width(kind) + skb->len;     /* use */
}

__attribute__((section("tc"), used)) int classify(struct __sk_buff* skb) { return first_of(skb); }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
