// SPDX-License-Identifier: Apache-2.0
// A field of 4 bytes between two others of 4 is not set.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct four {
  __u32 one, two, three, four;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct four* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int near_middle_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct four four;
  four.one = skb->len;
  four.three = skb->mark;
  four.four = skb->hash;
  bpf_map_update_elem(&kept, &at, &four, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
