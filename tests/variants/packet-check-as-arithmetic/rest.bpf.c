// SPDX-License-Identifier: Apache-2.0
// The compare is turned round, and the distance was taken off before.
// logs: 14-v3@6.18 19-v2@6.1 22-v3@7.2
/* names: eth */
#include <linux/bpf.h>
#include <linux/if_ether.h>

__attribute__((section("tc"), used)) int known_type(struct __sk_buff* skb) {
  struct ethhdr* eth = (void*)(long)skb->data;
  void* end = (void*)(long)skb->data_end;
  long rest = end - (void*)eth - (long)sizeof(*eth);
  if (0 > rest) return 0;                /* check */
  return eth->h_proto == 0x0608 ? 2 : 0; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
