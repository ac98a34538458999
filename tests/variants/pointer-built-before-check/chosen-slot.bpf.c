// SPDX-License-Identifier: Apache-2.0
// A conditional expression chooses between two places of a value; clang computes both.
// logs: 13-v2@6.1 19-v3@6.12 22-v4@7.3
/* names: mark */ /* labels: MEM_BOUNDS lowering_artifact */
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
  unsigned long mark = skb->mark;
  struct lanes* lanes = bpf_map_lookup_elem(&all_lanes, &only);

  if (!lanes) return 0;
  unsigned int* slot = mark <= 23 /* check */
                           ? &lanes->lane[mark]
                           : &lanes->overflow;
  __sync_fetch_and_add(slot, 1); /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
