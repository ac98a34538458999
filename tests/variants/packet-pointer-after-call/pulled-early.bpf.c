// SPDX-License-Identifier: Apache-2.0
// Another call stands between the one that moves the packet and the use.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
/* names: bpf_skb_pull_data */
#include <linux/bpf.h>

static long (*bpf_skb_pull_data)(struct __sk_buff* skb, unsigned int length) = (void*)39;
static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("tc"), used)) int sample_some(struct __sk_buff* skb) {
  unsigned char* head = (unsigned char*)(long)skb->data;
  unsigned char* tail = (unsigned char*)(long)skb->data_end;
  if (head + 40 > tail) return 0;
  bpf_skb_pull_data(skb, 60); /* check */
  unsigned int chance = bpf_get_prandom_u32();
  if (chance & 15) return 0;
  return head[23]; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
