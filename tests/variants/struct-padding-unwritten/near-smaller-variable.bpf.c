// SPDX-License-Identifier: Apache-2.0
// The variable is smaller than the map's key.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

typedef __u32 mark_t;
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_mark __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int near_smaller_variable_packet(struct __sk_buff* skb) {
  __u64 later;
  mark_t mark = skb->mark;
  if (bpf_map_lookup_elem(&by_mark, &mark)) return 1;
  later = skb->hash;
  return bpf_map_lookup_elem(&by_mark, &later) ? 2 : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
