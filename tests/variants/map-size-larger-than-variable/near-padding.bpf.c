// SPDX-License-Identifier: Apache-2.0
// A key with padding, of the right size.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
#include <linux/bpf.h>

struct place {
  __u32 zone;
  __u16 port;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  struct place* key;
  __u32* value;
} places __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int find_place(struct __sk_buff* skb) {
  struct place place;
  place.zone = skb->mark;
  place.port = skb->protocol;
  return bpf_map_lookup_elem(&places, &place) != 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
