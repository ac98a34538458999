// SPDX-License-Identifier: Apache-2.0
// A write to a map value that was looked up on one path only.
// logs: 14-v2@6.18 19-v3@6.1 22-v3@7.2
/* names: bytes */
#include <linux/bpf.h>

struct totals {
  unsigned long packets, bytes;
};

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  unsigned int* key;
  struct totals* value;
} known __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int add_up(struct __sk_buff* skb) {
  unsigned int key = skb->ifindex;
  struct totals* seen = 0;
  if (skb->mark & 1) { /* check */
    seen = bpf_map_lookup_elem(&known, &key);
    if (!seen) return 0;
  }
  unsigned long* bytes = &seen->bytes;
  asm volatile("" : "+r"(bytes)); /* check */
  *bytes = skb->len;              /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
