// SPDX-License-Identifier: Apache-2.0
// A plain packet pointer is void after the same call, and no slice.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.2
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
static long (*bpf_dynptr_write)(const struct bpf_dynptr* to, unsigned int offset, void* from,
                                unsigned int size, unsigned long long flags) = (void*)202;

__attribute__((section("tc"), used)) int look_twice(struct __sk_buff* skb) {
  struct bpf_dynptr bytes;
  unsigned char space[4] = {};
  unsigned char* start = (unsigned char*)(long)skb->data;
  if (start + 20 > (unsigned char*)(long)skb->data_end) return 0;
  bpf_dynptr_from_skb(skb, 0, &bytes);
  bpf_dynptr_write(&bytes, 40, &space, 4, 0);
  return start[19] & 1;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
