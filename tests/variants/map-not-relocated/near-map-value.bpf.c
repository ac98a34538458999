// SPDX-License-Identifier: Apache-2.0
// The value of a map is passed in place of a map.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value* name

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, unsigned);
  __type(value, unsigned long long);
} outer SEC(".maps");

SEC("tc") int nested(struct __sk_buff* skb) {
  unsigned key = skb->queue_mapping & 3;
  unsigned long long* inner = bpf_map_lookup_elem(&outer, &key);
  if (!inner) return 0;
  unsigned* found = bpf_map_lookup_elem(inner, &key);
  return found ? 2 : 0;
}

char _license[] SEC("license") = "GPL";
