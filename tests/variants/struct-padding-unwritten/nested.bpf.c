// SPDX-License-Identifier: Apache-2.0
// The padding is that of a struct inside.
// logs: 13-v2@6.12u 15-v3@6.1u 22-v3@7.3u
/* names: outer, 2 bytes */
#include <linux/bpf.h>

struct outer {
  struct {
    __u32 mark;
    __u16 type;
  } inner;
  __u32 length;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct outer* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int nested_packet(struct __sk_buff* skb) {
  __u32 at = 3;
  struct outer outer;
  outer.inner.mark = skb->mark;
  outer.inner.type = skb->pkt_type; /* check */
  outer.length = skb->len;
  bpf_map_update_elem(&kept, &at, &outer, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
