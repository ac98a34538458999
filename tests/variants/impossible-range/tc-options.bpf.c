// SPDX-License-Identifier: Apache-2.0
// A classifier in plain C: clang turns `jumbo < 1000` round, because the range of jumbo is hidden from it.
// logs: 13-v1@5.10 22-v1@6.1
/* names: jumbo, 1000, 255 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

__attribute__((section("tc"), used)) int walk_options(struct __sk_buff* skb) {
  unsigned char* cursor = (unsigned char*)(long)skb->data;
  unsigned char* tail = (unsigned char*)(long)skb->data_end;
  if (cursor + 14 > tail) return TC_ACT_OK;
  unsigned long jumbo = cursor[12];
  asm volatile("" : "+r"(jumbo));
  unsigned char* next;
  if (jumbo < 1000) { /* check */
    next = cursor;
  } else {
    next = cursor + jumbo; /* check */
    if (next + 1 > tail) return TC_ACT_OK; /* use */
  }
  return *next == 5 ? TC_ACT_SHOT : TC_ACT_OK; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
