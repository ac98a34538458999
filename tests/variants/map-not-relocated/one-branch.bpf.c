// SPDX-License-Identifier: Apache-2.0
// Only one side of a condition uses the map that was not put in.
// logs: 19-v2@5.10 19-v3@6.12 22-v3@6.18
/* names: R1, bpf_map_lookup_elem */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value* name

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, unsigned);
  __type(value, unsigned);
} allowed SEC(".maps");

SEC("tc") int admit(struct __sk_buff* skb) {
  unsigned key = skb->ingress_ifindex;
  if (skb->vlan_present) {
    void* by_vlan;
    unsigned vlan = skb->vlan_tci;
    asm volatile("%0 = 0 ll" : "=r"(by_vlan));             /* check */
    return bpf_map_lookup_elem(by_vlan, &vlan) ? 0 : 2;    /* use */
  }
  return bpf_map_lookup_elem(&allowed, &key) ? 0 : 2;
}

char _license[] SEC("license") = "GPL";
