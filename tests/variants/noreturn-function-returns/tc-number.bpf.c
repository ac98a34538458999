// SPDX-License-Identifier: Apache-2.0
// The call goes back to the beginning of the function, with the length in R1.
// logs: 13-v2@6.12 19-v3@6.18 22-v2@6.12
/* names: running already, panic */
#include <linux/bpf.h>

__attribute__((noinline, used)) static int average(struct __sk_buff* skb) {
  unsigned int length = skb->len;
  unsigned int index = skb->tc_index;      /* use */
  unsigned int parts = skb->queue_mapping; /* use */
  asm volatile("r1 = %0" : : "r"(length) : "r1");
  if (parts == 0) asm volatile("call average"); /* check */
  return length / parts + index;
}

__attribute__((section("tc"), used)) int sort(struct __sk_buff* skb) { return average(skb); }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
