// SPDX-License-Identifier: Apache-2.0
// The slice is handed to a helper after the packet was pulled in.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: bpf_skb_pull_data */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_skb_pull_data)(struct __sk_buff* skb, unsigned int length) = (void*)39;
static long (*bpf_csum_diff)(unsigned int* from, unsigned int from_size, unsigned int* to,
                             unsigned int to_size, unsigned int seed) = (void*)28;

__attribute__((section("tc"), used)) int sum_addresses(struct __sk_buff* skb) {
  struct bpf_dynptr all;
  unsigned int spare[2] = {};
  bpf_dynptr_from_skb(skb, 0, &all);
  unsigned int* addresses = bpf_dynptr_slice(&all, 26, spare, sizeof spare);
  if (!addresses) return 0;
  if (bpf_skb_pull_data(skb, 0)) return 0;         /* check */
  return bpf_csum_diff(0, 0, addresses, 8, 0) & 3; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
