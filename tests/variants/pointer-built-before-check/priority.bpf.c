// SPDX-License-Identifier: Apache-2.0
// A tc program and a hash map; the pointer is moved on by a count of small structs.
// logs: 13-v2@6.12 16-v3@6.1 22-v4@7.3
/* names: level */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct share {
  unsigned int packets, drops;
};

struct shares {
  struct share rest;
  struct share of_level[24];
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[16];
  unsigned int* key;
  struct shares* value;
} by_device __attribute__((section(".maps"), used));

static void* (*const bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

__attribute__((section("tc"), used)) int share_out(struct __sk_buff* skb) {
  unsigned int device = skb->ifindex;
  struct shares* all = bpf_map_lookup_elem(&by_device, &device);
  if (!all) return 0;
  unsigned long level = skb->priority;
  struct share* mine = &all->rest;
  if (level < 24) mine = &all->of_level[level]; /* check */
  mine->packets++;                              /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
