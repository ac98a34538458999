// SPDX-License-Identifier: Apache-2.0
// Both sides of the compare are made from the start of the packet: clang compares what was added.
// logs: 13-v1@6.18 16-v2@6.12 22-v3@7.3
/* names: begin + 20 > last, begin */
#include <linux/bpf.h>

__attribute__((section("tc"), used)) int first_part(struct __sk_buff* skb) {
  unsigned char* begin = (unsigned char*)(long)skb->data;
  unsigned char* end = (unsigned char*)(long)skb->data_end;
  unsigned long whole = end - begin;
  if (whole > 1000) whole = 1000;
  unsigned char* last = begin + whole;
  if (begin + 20 > last) return 0; /* check */
  return begin[19] == 1 ? 2 : 0;   /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
