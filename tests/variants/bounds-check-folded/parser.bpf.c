// SPDX-License-Identifier: Apache-2.0
// Inside a larger parser: Ethernet and IPv4 headers are checked as they should be, the end is not.
// logs: 13-v3@6.12 22-v3@6.18
/* names: pkt, pkt_len, pkt_end */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

#define swap16(x) __builtin_bswap16(x)

__attribute__((section("xdp"), used)) int udp_signature(struct xdp_md* ctx) {
  void* pkt = (void*)(long)ctx->data;
  void* pkt_end = (void*)(long)ctx->data_end;
  struct ethhdr* eth = pkt;
  struct iphdr* ip;

  if ((void*)(eth + 1) > pkt_end) return XDP_PASS;
  if (eth->h_proto != swap16(ETH_P_IP)) return XDP_PASS;

  ip = (struct iphdr*)(eth + 1);
  if ((void*)(ip + 1) > pkt_end) return XDP_PASS;
  if (ip->version != 4 || ip->ihl < 5) return XDP_ABORTED;
  if (ip->protocol != 17) return XDP_PASS;

  unsigned long pkt_len = pkt_end - pkt;
  if (pkt + pkt_len > pkt_end) /* check */
    return XDP_PASS;

  unsigned short signature = *(unsigned short*)(pkt + pkt_len - 2); /* use */
  if (signature == swap16(0xcafe)) return XDP_DROP;
  if (ip->ttl == 1) return XDP_TX;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
