// SPDX-License-Identifier: Apache-2.0
// The index of an array has 4 bytes; the program gives it 2.
// logs: 14-v2@6.1 16-v3@6.18 22-v2@7.2
/* names: slot, key, 4 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[64];
  __u32* key;
  __u64* value;
} table __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("tc"), used)) int look_up_slot(struct __sk_buff* skb) {
  __u16 slot = skb->mark & 31;                       /* check */
  __u64* entry = bpf_map_lookup_elem(&table, &slot); /* use */
  return entry ? (int)*entry : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
