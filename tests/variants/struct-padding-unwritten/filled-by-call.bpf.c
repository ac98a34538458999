// SPDX-License-Identifier: Apache-2.0
// A helper fills one of the fields.
// logs: 13-v2@6.1u 19-v3@6.12u 22-v3@7.2u
/* names: frame, 2 bytes */
#include <linux/bpf.h>

struct frame {
  __u32 length;
  __u8 mac[6];
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct frame* value;
} kept __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;
static long (*bpf_skb_load_bytes)(const void* skb, __u32 offset, void* to, __u32 len) = (void*)26;

__attribute__((section("socket"), used)) int filled_by_call_packet(struct __sk_buff* skb) {
  __u32 at = skb->ifindex;
  struct frame frame;
  frame.length = skb->len;
  if (bpf_skb_load_bytes(skb, 6, frame.mac, sizeof(frame.mac))) return 0; /* check */
  bpf_map_update_elem(&kept, &at, &frame, BPF_ANY);                       /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
