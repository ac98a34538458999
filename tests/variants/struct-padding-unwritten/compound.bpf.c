// SPDX-License-Identifier: Apache-2.0
// A compound literal is assigned.
// logs: 14-v3@6.1u 16-v2@6.12u 19-v2@7.3u
/* names: reply, 6 bytes */
#include <linux/bpf.h>

struct reply {
  __u64 hash;
  __u16 port;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct reply* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int compound_packet(struct __sk_buff* skb) {
  __u32 at = skb->priority;
  struct reply reply;
  reply = (struct reply){.hash = skb->hash, .port = skb->protocol}; /* check */
  bpf_map_update_elem(&kept, &at, &reply, BPF_ANY);                 /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
