// SPDX-License-Identifier: Apache-2.0
// Nothing of the struct is set.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct empty {
  __u64 hash;
  __u32 length;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct empty* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int near_nothing_set_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct empty empty;
  bpf_map_update_elem(&kept, &at, &empty, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
