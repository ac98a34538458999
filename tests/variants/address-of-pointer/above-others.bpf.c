// SPDX-License-Identifier: Apache-2.0
// Enough stack lies above the pointer, with other variables in it.
// logs: 13-v2@6.1u 19-v3@7.2u 16-v2@6.12u
/* names: entry, 24 */
#include <linux/bpf.h>

struct entry {
  __u64 a, b, c;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  struct entry* value;
} first __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  struct entry* value;
} second __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int move_entry(struct __sk_buff* skb) {
  __u64 spare, keys, other;
  keys = skb->mark;
  struct entry* entry = bpf_map_lookup_elem(&first, &keys); /* check */
  if (!entry) return 0;
  entry->a++;
  bpf_map_update_elem(&second, &keys, &entry, BPF_ANY); /* use */
  spare = skb->hash;
  other = skb->len;
  return bpf_map_lookup_elem(&first, &spare) || bpf_map_lookup_elem(&first, &other);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
