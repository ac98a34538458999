// SPDX-License-Identifier: Apache-2.0
// A pointer that was made from the start of the packet, at an offset that varies.
// logs: 14-v2@6.1 19-v3@6.12 22-v3@7.2
/* names: bpf_skb_adjust_room */
#include <linux/bpf.h>

static long (*bpf_skb_adjust_room)(struct __sk_buff* skb, int delta, unsigned int mode,
                                   unsigned long flags) = (void*)50;

__attribute__((section("tc"), used)) int shrink_then_look(struct __sk_buff* skb) {
  unsigned char* base = (unsigned char*)(long)skb->data;
  unsigned char* limit = (unsigned char*)(long)skb->data_end;
  if (base + 34 > limit) return 0;
  unsigned char* payload = base + 14 + (base[14] & 15) * 4;
  if (payload + 8 > limit) return 0;
  if (bpf_skb_adjust_room(skb, -4, 0, 0)) return 2; /* check */
  return payload[3] ? 2 : 0;                        /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
