// SPDX-License-Identifier: Apache-2.0
// An initialiser that names all fields.
// logs: 13-v2@7.2u 16-v2@6.1u 19-v3@6.12u
/* names: event, 4 bytes */
#include <linux/bpf.h>

struct event {
  __u64 hash, mark;
  __u32 length;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct event* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int named_fields_packet(struct __sk_buff* skb) {
  struct event event = {.hash = skb->hash, .mark = skb->mark, .length = skb->len}; /* check */
  __u32 at = skb->ifindex;
  bpf_map_update_elem(&kept, &at, &event, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
