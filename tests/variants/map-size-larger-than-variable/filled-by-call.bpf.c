// SPDX-License-Identifier: Apache-2.0
// A helper fills the variable, two bytes of it.
// logs: 13-v2@6.1 16-v3@6.12 22-v3@7.2
/* names: proto, 4 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u32* value;
} protocols __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_skb_load_bytes)(const void* skb, __u32 offset, void* to, __u32 len) = (void*)26;

__attribute__((section("tc"), used)) int known_protocol(struct __sk_buff* skb) {
  __u16 proto;
  if (bpf_skb_load_bytes(skb, 12, &proto, sizeof(proto))) return 0; /* check */
  return bpf_map_lookup_elem(&protocols, &proto) ? 0 : 2;           /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
