// SPDX-License-Identifier: Apache-2.0
// A tag is pushed, and a wider field is read through the old pointer.
// logs: 15-v2@6.12 19-v3@6.18 22-v3@7.3
/* names: bpf_skb_vlan_push */
#include <linux/bpf.h>

static long (*bpf_skb_vlan_push)(struct __sk_buff* skb, unsigned short protocol,
                                 unsigned short tag) = (void*)18;

struct frame {
  unsigned char to[6], from[6];
  unsigned short type;
  unsigned short tag;
};

__attribute__((section("tc"), used)) int tag_all(struct __sk_buff* skb) {
  struct frame* frame = (void*)(long)skb->data;
  if ((void*)(frame + 1) > (void*)(long)skb->data_end) return 0;
  bpf_skb_vlan_push(skb, 0x0081, 7);   /* check */
  if (frame->type != 0x0081) return 2; /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
