// SPDX-License-Identifier: Apache-2.0
// A map's key with padding.
// logs: 13-v3@6.1u 19-v2@7.2u 22-v3@6.12u
/* names: tuple, 2 bytes */
#include <linux/bpf.h>

struct tuple {
  __u32 mark;
  __u16 protocol;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  struct tuple* key;
  __u32* value;
} by_tuple __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int key_packet(struct __sk_buff* skb) {
  struct tuple tuple;
  tuple.mark = skb->mark;
  tuple.protocol = skb->protocol;                        /* check */
  return bpf_map_lookup_elem(&by_tuple, &tuple) ? 1 : 0; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
