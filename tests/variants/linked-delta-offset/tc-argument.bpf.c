// SPDX-License-Identifier: Apache-2.0
// The sum is an argument of a function that limits it.
// logs: 13-v2@6.12 16-v3@6.12
/* names: at */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

static __attribute__((noinline)) int classify(struct __sk_buff* skb, unsigned long at, unsigned long tag) {
  unsigned char* from = (unsigned char*)(long)skb->data;
  unsigned char* to = (unsigned char*)(long)skb->data_end;
  if (at > 512) return TC_ACT_OK; /* check */
  unsigned char* cell = from + at; /* use */
  if (cell + 1 > to) return TC_ACT_OK;
  return *cell == (unsigned char)tag ? TC_ACT_SHOT : TC_ACT_OK;
}

__attribute__((section("tc"), used)) int row_filter(struct __sk_buff* skb) {
  unsigned char* from = (unsigned char*)(long)skb->data;
  unsigned char* to = (unsigned char*)(long)skb->data_end;
  if (from + 32 > to) return TC_ACT_OK;
  unsigned long tag = *(unsigned long*)(from + 16);
  return classify(skb, tag + 0x50000000, tag);
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
