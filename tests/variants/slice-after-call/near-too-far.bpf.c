// SPDX-License-Identifier: Apache-2.0
// The slice is sound, and too short.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.2
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_dynptr_write)(const struct bpf_dynptr* to, unsigned int offset, void* from,
                                unsigned int size, unsigned long long flags) = (void*)202;

__attribute__((section("tc"), used)) int look_behind(struct __sk_buff* skb) {
  struct bpf_dynptr bytes;
  unsigned char space[8] = {};
  bpf_dynptr_from_skb(skb, 0, &bytes);
  bpf_dynptr_write(&bytes, 40, &space, 4, 0);
  unsigned char* header = bpf_dynptr_slice(&bytes, 14, space, sizeof space);
  if (!header) return 0;
  return header[8] & 1;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
