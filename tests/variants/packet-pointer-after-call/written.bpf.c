// SPDX-License-Identifier: Apache-2.0
// The old pointer is written through, after the protocol was changed.
// logs: 15-v2@6.12 19-v3@6.1 22-v3@7.3
/* names: bpf_skb_change_proto */
#include <linux/bpf.h>

static long (*bpf_skb_change_proto)(struct __sk_buff* skb, unsigned short proto,
                                    unsigned long flags) = (void*)31;

__attribute__((section("tc"), used)) int to_other_family(struct __sk_buff* skb) {
  unsigned char* packet = (unsigned char*)(long)skb->data;
  unsigned char* stop = (unsigned char*)(long)skb->data_end;
  if (packet + 54 > stop) return 0;
  unsigned char hops = packet[21];
  if (bpf_skb_change_proto(skb, 0x0008, 0)) return 2; /* check */
  packet[22] = hops;                                  /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
