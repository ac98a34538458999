// SPDX-License-Identifier: Apache-2.0
// A map value and global data that are accessed behind their ends.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct flow {
  __u64 packets;
  __u64 bytes;
  __u8 tags[8];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, __u32);
  __type(value, struct flow);
} flows SEC(".maps");

__u32 seen[16];

static __noinline struct flow* flow_of(__u32 key) { return bpf_map_lookup_elem(&flows, &key); }

SEC("socket")
int tag(struct __sk_buff* skb) {
  struct flow* flow = flow_of(skb->mark);
  if (!flow) return 0;
  __u32 at = skb->len & 15;
  flow->packets++;
  return flow->tags[at];
}

SEC("socket")
int count(struct __sk_buff* skb) {
  seen[skb->mark & 31]++;
  return 0;
}

char gpl[] SEC("license") = "GPL";
