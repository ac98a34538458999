// SPDX-License-Identifier: Apache-2.0
// A classifier: the packet belongs to a struct __sk_buff, and a helper is called before the check.
// logs: 19-v2@6.12 16-v1@5.10
/* names: first, span, last */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

static long (*bpf_skb_pull_data)(struct __sk_buff* skb, unsigned int len) = (void*)39;

__attribute__((section("tc"), used)) int mark_padding(struct __sk_buff* skb) {
  if (bpf_skb_pull_data(skb, 0)) return TC_ACT_OK;

  char* first = (char*)(long)skb->data;
  char* last = (char*)(long)skb->data_end;
  long span = last - first;
  if (first + span > last) return TC_ACT_OK; /* check */
  char closing = *(first + span - 1); /* use */
  if (closing == '\n') return TC_ACT_SHOT;
  return TC_ACT_UNSPEC;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
