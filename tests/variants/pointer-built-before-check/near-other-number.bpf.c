// SPDX-License-Identifier: Apache-2.0
// Another number is checked below the address.
// logs: 14-v3@6.12 19-v2@7.3
#include <linux/bpf.h>

struct lanes {
  unsigned int overflow;
  unsigned int lane[24];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct lanes* value;
} all_lanes __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("tc"), used)) int count_lane(struct __sk_buff* skb) {
  unsigned int only = 0;
  unsigned long mark = skb->mark, hash = skb->hash;
  struct lanes* lanes = bpf_map_lookup_elem(&all_lanes, &only);

  if (!lanes) return 0;
  unsigned int* slot = hash < 24 ? &lanes->lane[mark] : &lanes->overflow;
  __sync_fetch_and_add(slot, 1);
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
