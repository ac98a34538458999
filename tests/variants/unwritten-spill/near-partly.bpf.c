// SPDX-License-Identifier: Apache-2.0
// Half of the 8 bytes are written.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

static long (*bpf_skb_load_bytes)(const void* skb, __u32 offset, void* to, __u32 len) = (void*)26;

__attribute__((section("socket"), used)) int near_partly_number(struct __sk_buff* skb) {
  union {
    __u64 whole;
    __u32 half[2];
  } word;
  if (bpf_skb_load_bytes(skb, 0, &word.half[0], 4)) return 0;
  return word.whole >> 5;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
