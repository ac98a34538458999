// SPDX-License-Identifier: Apache-2.0
// load: unprivileged
// Keeps the last packet of each interface. All fields are set, and the struct has 3 bytes of padding
// behind the last one and 4 behind the first, which are not.
#include <linux/bpf.h>

struct last_packet {
  __u32 length;
  __u64 hash;
  __u32 mark;
  __u8 type;
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct last_packet* value;
} by_interface __attribute__((section(".maps"), used));

static long (*const bpf_map_update_elem)(void* map, const void* key, const void* value,
                                         __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int keep_last(struct __sk_buff* skb) {
  __u32 interface = skb->ifindex;
  struct last_packet last;
  last.length = skb->len;
  last.hash = skb->hash;
  last.mark = skb->mark;
  last.type = skb->pkt_type;
  bpf_map_update_elem(&by_interface, &interface, &last, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
