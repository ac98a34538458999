// SPDX-License-Identifier: Apache-2.0
// The address of a member is handed to a helper as a key.
// logs: 14-v2@6.1 19-v3@6.18 22-v3@7.3
/* names: NULL */
#include <linux/bpf.h>

struct route {
  unsigned int hops[4];
  unsigned int next;
};

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[16];
  unsigned int* key;
  struct route* value;
} routes __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int follow(struct __sk_buff* skb) {
  unsigned int first = skb->ifindex;
  struct route* route = 0;
  if (skb->mark > 8) { /* check */
    route = bpf_map_lookup_elem(&routes, &first);
    if (!route) return 0;
  }
  unsigned int* next = &route->next;
  asm volatile("" : "+r"(next));                     /* check */
  return bpf_map_lookup_elem(&routes, next) ? 2 : 0; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
