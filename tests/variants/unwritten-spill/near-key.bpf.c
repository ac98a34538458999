// SPDX-License-Identifier: Apache-2.0
// A key that is set in one branch is given to a helper.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_hash __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int near_key_number(struct __sk_buff* skb) {
  __u64 key;
  if (skb->protocol == 8) key = skb->hash;
  return bpf_map_lookup_elem(&by_hash, &key) != 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
