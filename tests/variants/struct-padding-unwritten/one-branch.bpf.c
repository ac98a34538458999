// SPDX-License-Identifier: Apache-2.0
// One of the fields is set on two branches, to different values.
// logs: 14-v2@6.1u 19-v3@7.2u 22-v3@6.12u
/* names: entry, 7 bytes */
#include <linux/bpf.h>

struct entry {
  __u64 weight;
  __u8 class;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct entry* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int one_branch_packet(struct __sk_buff* skb) {
  __u32 at = 1;
  struct entry entry;
  if (skb->len > 1000) {
    entry.weight = skb->hash;
  } else {
    entry.weight = skb->mark + 1ull;
  }
  entry.class = skb->priority;                      /* check */
  bpf_map_update_elem(&kept, &at, &entry, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
