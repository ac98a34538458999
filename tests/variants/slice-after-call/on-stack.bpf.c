// SPDX-License-Identifier: Apache-2.0
// The slice waits on the stack, and what is behind a variable offset of it is read.
// logs: 16-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: bpf_skb_change_proto */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_skb_change_proto)(struct __sk_buff* skb, unsigned short proto,
                                    unsigned long long flags) = (void*)31;

__attribute__((section("tc"), used)) int other_family(struct __sk_buff* skb) {
  struct bpf_dynptr p;
  unsigned char b[32] = {};
  bpf_dynptr_from_skb(skb, 0, &p);
  unsigned char* volatile kept = bpf_dynptr_slice(&p, 14, b, sizeof b);
  unsigned char* now = kept;
  if (!now) return 0;
  kept = now + (skb->mark & 15);
  if (bpf_skb_change_proto(skb, 0x0008, 0)) return 2; /* check */
  return kept[9] ? 2 : 0;                             /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
