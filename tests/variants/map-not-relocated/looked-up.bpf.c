// SPDX-License-Identifier: Apache-2.0
// A lookup in a classifier; the key is a field of the packet's metadata.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
/* names: R1, bpf_map_lookup_elem */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

SEC("tc") int classify(struct __sk_buff* skb) {
  unsigned mark = skb->mark;
  void* table;
  asm volatile("%0 = 0 ll" : "=r"(table));              /* check */
  unsigned* found = bpf_map_lookup_elem(table, &mark);  /* use */
  if (found) skb->priority = *found;
  return 0;
}

char _license[] SEC("license") = "GPL";
