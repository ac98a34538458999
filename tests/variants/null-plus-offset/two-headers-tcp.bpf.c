// SPDX-License-Identifier: Apache-2.0
// Other headers and names, and the other one is asked for.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: segment */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>

__attribute__((section("tc"), used)) int only_syn(struct __sk_buff* skb) {
  void* end = (void*)(long)skb->data_end;
  void* network = (void*)(long)skb->data + ETH_HLEN;
  struct ipv6hdr* six = 0;
  struct iphdr* four = 0;
  int transport = -1;
  if (skb->protocol == 0xdd86) {
    six = network;
    if ((void*)(six + 1) > end) return 0;
    transport = six->nexthdr;
  } else if (skb->protocol == 0x0008) {
    four = network;
    if ((void*)(four + 1) > end) return 0;
    transport = four->protocol;
  }
  if (transport != 6) return 0;
  struct tcphdr* segment = six ? (void*)(six + 1) : (void*)(four + 1); /* check */
  if ((void*)(segment + 1) > end) return 0;                            /* check */
  return segment->window == 0 ? 2 : 0;                                 /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
