// SPDX-License-Identifier: Apache-2.0
// A variable of 4 bytes that a helper fills in one branch.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

static long (*bpf_skb_load_bytes)(const void* skb, __u32 offset, void* to, __u32 len) = (void*)26;

__attribute__((section("socket"), used)) int near_narrow_number(struct __sk_buff* skb) {
  __u32 word;
  if (skb->len > 100) bpf_skb_load_bytes(skb, 0, &word, sizeof(word));
  return word;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
