// SPDX-License-Identifier: Apache-2.0
// A number from the context is passed as if it were a map.
// logs: 14-v2@6.1 19-v3@6.18 22-v3@7.2
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_map_delete_elem)(void*, const void*) = (void*)3;

SEC("tc") int forget(struct __sk_buff* skb) {
  unsigned key = skb->hash;
  bpf_map_delete_elem((void*)(unsigned long)skb->mark, &key);
  return 0;
}

char _license[] SEC("license") = "GPL";
