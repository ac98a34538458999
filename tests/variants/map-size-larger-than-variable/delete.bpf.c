// SPDX-License-Identifier: Apache-2.0
// Removes by a key of one byte, where keys have 4.
// logs: 15-v2@6.1 19-v2@7.2 22-v3@6.18
/* names: kind, key */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u32* value;
} by_kind __attribute__((section(".maps"), used));

static long (*bpf_map_delete_elem)(void* map, const void* key) = (void*)3;

__attribute__((section("tc"), used)) int forget(struct __sk_buff* skb) {
  unsigned char kind = skb->pkt_type;         /* check */
  return bpf_map_delete_elem(&by_kind, &kind) /* use */
             ? 1
             : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
