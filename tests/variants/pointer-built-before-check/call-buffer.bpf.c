// SPDX-License-Identifier: Apache-2.0
// The address is the buffer of a call.
// logs: 13-v3@6.12 16-v2@6.18 22-v4@7.3
/* names: row */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct sets {
  unsigned int common[4];
  unsigned int own[16][4];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct sets* value;
} all_sets __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

static long (*bpf_csum_diff)(void*, unsigned int, void*, unsigned int, unsigned int) = (void*)28;

__attribute__((section("tc"), used)) int sum_set(struct __sk_buff* skb) {
  unsigned int zero = 0;
  unsigned long row = skb->queue_mapping;
  struct sets* sets = bpf_map_lookup_elem(&all_sets, &zero);

  if (!sets) return 0;
  unsigned int* set = sets->common;
  if (row < 16) set = sets->own[row]; /* check */
  return bpf_csum_diff(0, 0, set, 16, 0) == 5 ? 2 : 0; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
