// SPDX-License-Identifier: Apache-2.0
// The end of a text is not set.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct text {
  char bytes[8];
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct text* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int near_text_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct text text;
  text.bytes[0] = skb->len;
  text.bytes[1] = skb->mark;
  text.bytes[2] = skb->hash;
  bpf_map_update_elem(&kept, &at, &text, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
