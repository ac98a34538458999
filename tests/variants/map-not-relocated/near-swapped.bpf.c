// SPDX-License-Identifier: Apache-2.0
// The key comes before the map.
// logs: 13-v2@5.10 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value* name

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 16);
  __type(key, unsigned);
  __type(value, unsigned);
} peers SEC(".maps");

SEC("tc") int is_peer(struct __sk_buff* skb) {
  unsigned key = skb->remote_ip4;
  return bpf_map_lookup_elem(&key, &peers) ? 0 : 2;
}

char _license[] SEC("license") = "GPL";
