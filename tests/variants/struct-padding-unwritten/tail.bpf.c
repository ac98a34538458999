// SPDX-License-Identifier: Apache-2.0
// Padding behind the last field.
// logs: 13-v2@5.10u 19-v3@6.12u 22-v3@7.3u
/* names: last, 3 bytes */
#include <linux/bpf.h>

struct last {
  __u64 hash;
  __u32 length;
  __u8 type;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct last* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int tail_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct last last;
  last.hash = skb->hash;
  last.length = skb->len;
  last.type = skb->pkt_type;                       /* check */
  bpf_map_update_elem(&kept, &at, &last, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
