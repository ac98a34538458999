// SPDX-License-Identifier: Apache-2.0
// The map's key has grown by a field, the struct in the program has not.
// logs: 13-v3@6.12 16-v2@6.1 22-v3@7.3
/* names: flow, at most 8 */
#include <linux/bpf.h>

struct flow {
  __u32 from, to;
};
struct long_flow {
  __u32 from, to;
  __u64 zone;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  struct long_flow* key;
  __u64* value;
} flows __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("tc"), used)) int find_flow(struct __sk_buff* skb) {
  struct flow flow = {.from = skb->ifindex, .to = skb->hash}; /* check */
  return bpf_map_lookup_elem(&flows, &flow) != 0;             /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
