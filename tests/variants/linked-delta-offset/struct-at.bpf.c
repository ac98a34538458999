// SPDX-License-Identifier: Apache-2.0
// A struct is read at the sum, behind a header of fixed size; names of another kind.
// logs: 14-v1@6.18 22-v3@6.18
/* names: rel */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

struct record {
  unsigned short kind;
  unsigned short value;
};

__attribute__((section("tc"), used)) int record_at(struct __sk_buff* skb) {
  char* head = (char*)(long)skb->data;
  char* tail = (char*)(long)skb->data_end;

  if (head + 64 > tail) return TC_ACT_OK;
  unsigned long stamp = *(unsigned long*)(head + 14);
  unsigned long rel = stamp - 0x33333333;
  if (rel >= 500) /* check */
    return TC_ACT_OK;
  struct record* record = (struct record*)(head + 22 + rel); /* use */
  if ((char*)(record + 1) > tail) return TC_ACT_OK;
  return record->kind == (stamp & 0xffff) ? TC_ACT_SHOT : TC_ACT_UNSPEC;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
