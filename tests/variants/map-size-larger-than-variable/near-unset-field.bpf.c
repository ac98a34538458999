// SPDX-License-Identifier: Apache-2.0
// The key is as large as the map's, and one of its two fields is not set.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

struct pair {
  __u32 left, right;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  struct pair* key;
  __u32* value;
} pairs __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int find_pair(struct __sk_buff* skb) {
  struct pair pair;
  pair.left = skb->mark;
  return bpf_map_lookup_elem(&pairs, &pair) != 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
