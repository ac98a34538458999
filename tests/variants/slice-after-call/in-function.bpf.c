// SPDX-License-Identifier: Apache-2.0
// A function of its own writes into the packet.
// logs: 19-v3@6.18
/* names: void */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_dynptr_write)(const struct bpf_dynptr* to, unsigned int offset, void* from,
                                unsigned int size, unsigned long long flags) = (void*)202;

static __attribute__((noinline)) long put_mark(struct bpf_dynptr* packet, unsigned int mark) {
  return bpf_dynptr_write(packet, 26, &mark, sizeof mark, 0); /* check */
}

__attribute__((section("tc"), used)) int mark_source(struct __sk_buff* skb) {
  struct bpf_dynptr packet;
  unsigned char copy[8] = {};
  if (bpf_dynptr_from_skb(skb, 0, &packet)) return 0;
  unsigned char* first = bpf_dynptr_slice(&packet, 0, copy, sizeof copy);
  if (!first) return 0;
  if (put_mark(&packet, skb->mark)) return 2; /* check */
  return first[7] & 1;                        /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
