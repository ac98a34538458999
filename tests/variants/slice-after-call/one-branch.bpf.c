// SPDX-License-Identifier: Apache-2.0
// The packet is written on one path only, a long way before the use.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@7.3
/* names: bpf_skb_store_bytes */
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* to) __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_skb_store_bytes)(struct __sk_buff* skb, unsigned int offset, const void* from,
                                   unsigned int length, unsigned long long flags) = (void*)9;
static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("tc"), used)) int answer_some(struct __sk_buff* skb) {
  struct bpf_dynptr whole;
  unsigned char room[40] = {};
  unsigned char value = 1;
  bpf_dynptr_from_skb(skb, 0, &whole);
  const unsigned char* request = bpf_dynptr_slice(&whole, 0, room, sizeof room);
  if (!request) return 0;
  if (skb->mark == 3) {
    bpf_skb_store_bytes(skb, 50, &value, 1, 0); /* check */
  }
  unsigned int chance = bpf_get_prandom_u32();
  if (chance & 7) return 0;
  return request[36]; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
