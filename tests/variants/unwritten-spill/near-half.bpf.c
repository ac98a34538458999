// SPDX-License-Identifier: Apache-2.0
// A helper fills the first half of a struct.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

static long (*bpf_skb_load_bytes)(const void* skb, __u32 offset, void* to, __u32 len) = (void*)26;

__attribute__((section("socket"), used)) int near_half_number(struct __sk_buff* skb) {
  struct {
    __u64 first, second;
  } both;
  if (bpf_skb_load_bytes(skb, 0, &both, 8)) return 0;
  return both.second;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
