// SPDX-License-Identifier: Apache-2.0
// A struct whose padding was not written.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct line {
  __u64 stamp;
  __u32 length;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct line* value;
} lines __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int add_line(struct __sk_buff* skb) {
  __u32 key = skb->mark;
  struct line line;
  line.stamp = skb->hash;
  line.length = skb->len;
  bpf_map_update_elem(&lines, &key, &line, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
