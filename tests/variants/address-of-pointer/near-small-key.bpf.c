// SPDX-License-Identifier: Apache-2.0
// The pointer itself is the key, and keys have 8 bytes.
// logs: 13-v2@5.10u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u64* value;
} values __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_address __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("socket"), used)) int by_pointer(struct __sk_buff* skb) {
  __u32 key = skb->mark;
  __u64* value = bpf_map_lookup_elem(&values, &key);
  return value && bpf_map_lookup_elem(&by_address, &value);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
