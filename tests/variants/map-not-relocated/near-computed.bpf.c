// SPDX-License-Identifier: Apache-2.0
// A small number in two slots, and something added to it.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_map_delete_elem)(void*, const void*) = (void*)3;

SEC("tc") int forget(struct __sk_buff* skb) {
  unsigned key = skb->hash;
  unsigned long base;
  asm volatile("%0 = 4096 ll" : "=r"(base));
  bpf_map_delete_elem((void*)(base + skb->mark), &key);
  return 0;
}

char _license[] SEC("license") = "GPL";
