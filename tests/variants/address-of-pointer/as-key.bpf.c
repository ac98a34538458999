// SPDX-License-Identifier: Apache-2.0
// The key of a map is a struct, and the address of a pointer to one is passed.
// logs: 15-v2@6.1 19-v3@6.12 22-v2@6.18
/* names: id, 24 */
#include <linux/bpf.h>

struct id {
  __u64 high, middle, low;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct id* value;
} ids __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  struct id* key;
  __u32* value;
} by_id __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("tc"), used)) int find_by_id(struct __sk_buff* skb) {
  __u32 slot = skb->mark;
  struct id* id = bpf_map_lookup_elem(&ids, &slot); /* check */
  if (!id || !id->low) return 0;
  return bpf_map_lookup_elem(&by_id, &id) ? 1 : 0; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
