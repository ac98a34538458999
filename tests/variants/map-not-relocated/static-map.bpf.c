// SPDX-License-Identifier: Apache-2.0
// The second map of its section: the compiler leaves its offset there.
// logs: 13-v2@5.10 16-v2@6.12 22-v3@7.3
/* names: R1, the number 40 */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_map_delete_elem)(void*, const void*) = (void*)3;

SEC("cgroup_skb/egress") int forget(struct __sk_buff* skb) {
  unsigned long long key = skb->hash;
  void* flows;
  asm volatile("%0 = 40 ll" : "=r"(flows));  /* check */
  bpf_map_delete_elem(flows, &key);          /* use */
  return 1;
}

char _license[] SEC("license") = "GPL";
