// SPDX-License-Identifier: Apache-2.0
// The map was put in, the address of the key was not.
// logs: 16-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value* name

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, unsigned);
  __type(value, unsigned);
} totals SEC(".maps");

SEC("tc") int first(struct __sk_buff* skb) {
  const void* key;
  asm volatile("%0 = 0 ll" : "=r"(key));
  unsigned* total = bpf_map_lookup_elem(&totals, key);
  return total ? *total : 0;
}

char _license[] SEC("license") = "GPL";
