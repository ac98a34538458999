// SPDX-License-Identifier: Apache-2.0
// A slice that may be written, written through after the packet itself was.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@7.3
/* names: bpf_dynptr_write */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice_rdwr(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                                   unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_dynptr_write)(const struct bpf_dynptr* to, unsigned int offset, void* from,
                                unsigned int size, unsigned long long flags) = (void*)202;

__attribute__((section("tc"), used)) int lower_hops(struct __sk_buff* skb) {
  struct bpf_dynptr bytes;
  unsigned char space[20] = {};
  unsigned int tag = 9;
  bpf_dynptr_from_skb(skb, 0, &bytes);
  unsigned char* header = bpf_dynptr_slice_rdwr(&bytes, 14, space, sizeof space);
  if (!header) return 0;
  bpf_dynptr_write(&bytes, 40, &tag, sizeof tag, 0); /* check */
  header[8] -= 1;                                    /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
