// SPDX-License-Identifier: Apache-2.0
// In a function of its own, with a stack of its own.
// logs: 14-v3@6.12 16-v2@6.1 22-v2@7.3
/* names: user, key, 8 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_user __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

static __attribute__((noinline)) int quota(__u32 id) {
  __u32 user = id & 0xffff;                            /* check */
  __u32* found = bpf_map_lookup_elem(&by_user, &user); /* use */
  return found ? *found : -1;
}

__attribute__((section("tc"), used)) int check_quota(struct __sk_buff* skb) {
  __u64 start[4] = {skb->mark, skb->hash, skb->len, 7};
  return quota(skb->priority) > (int)start[skb->len & 3];
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
