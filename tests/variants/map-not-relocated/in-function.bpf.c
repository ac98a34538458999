// SPDX-License-Identifier: Apache-2.0
// The map is the argument of a function that is not inlined.
// logs: 15-v2@6.1 19-v3@6.18 22-v3@7.3
/* names: R1, bpf_map_lookup_elem */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

static __attribute__((noinline)) int add_to(void* sums, unsigned slot, unsigned long long amount) {
  unsigned long long* sum = bpf_map_lookup_elem(sums, &slot);  /* use */
  if (!sum) return 0;
  *sum += amount;
  return 1;
}

SEC("socket") int bytes_by_type(struct __sk_buff* skb) {
  void* sums;
  asm volatile("%0 = 0 ll" : "=r"(sums));  /* check */
  add_to(sums, skb->pkt_type, skb->len);
  return 0;
}

char _license[] SEC("license") = "GPL";
