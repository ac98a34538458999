// SPDX-License-Identifier: Apache-2.0
// Padding between two fields.
// logs: 14-v2@6.1u 16-v3@6.12u 22-v2@7.2u
/* names: mixed, 7 bytes */
#include <linux/bpf.h>

struct mixed {
  __u8 type;
  __u64 hash;
  __u64 length;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct mixed* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int inner_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct mixed mixed;
  mixed.type = skb->pkt_type; /* check */
  mixed.hash = skb->hash;
  mixed.length = skb->len;
  bpf_map_update_elem(&kept, &at, &mixed, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
