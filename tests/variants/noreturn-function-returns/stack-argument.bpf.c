// SPDX-License-Identifier: Apache-2.0
// The function needs a pointer to the stack of its caller.
// logs: 13-v2@6.18 19-v3@6.12 22-v2@6.18
/* names: running already */
#include <linux/bpf.h>

struct sums {
  unsigned long even, odd;
};

__attribute__((noinline, used)) static int halve(struct sums* sums) {
  unsigned long even = sums->even; /* use */
  unsigned long odd = sums->odd;   /* use */
  asm volatile("r1 = 7" : : : "r1");
  if (odd == 0) asm volatile("call halve"); /* check */
  return even / odd;
}

__attribute__((section("socket"), used)) int keep(struct __sk_buff* skb) {
  struct sums sums = {skb->len, skb->mark};
  return halve(&sums);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
