// SPDX-License-Identifier: Apache-2.0
// A function that the kernel checks by itself moves the packet.
// logs: 19-v3@6.18 22-v3@7.2 22-v3@7.3
/* names: void */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_skb_pull_data)(struct __sk_buff* skb, unsigned int length) = (void*)39;

__attribute__((noinline)) int pull_all(struct __sk_buff* skb) {
  return bpf_skb_pull_data(skb, 0) ? 1 : 0;
}

__attribute__((section("tc"), used)) int look_after_pull(struct __sk_buff* skb) {
  struct bpf_dynptr packet;
  unsigned char space[16] = {};
  bpf_dynptr_from_skb(skb, 0, &packet);
  unsigned char* sixteen = bpf_dynptr_slice(&packet, 0, space, sizeof space);
  if (!sixteen) return 0;
  if (pull_all(skb)) return 0; /* check */
  return sixteen[15] & 1;      /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
