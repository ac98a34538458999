// SPDX-License-Identifier: Apache-2.0
// The same answer as bad.bpf.c: the pointer behind the header is made in the branch that finds the
// header, so there is no second choice, and no path from NULL to the access.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>

__attribute__((section("xdp"), used)) int drop_dns(struct xdp_md* ctx) {
  void* data = (void*)(long)ctx->data;
  void* data_end = (void*)(long)ctx->data_end;
  struct ethhdr* eth = data;
  struct iphdr* v4 = 0;
  struct ipv6hdr* v6 = 0;
  unsigned char protocol = 0;
  if ((void*)(eth + 1) > data_end) return XDP_PASS;

  // rewrite: begin
  struct udphdr* udp;
  if (eth->h_proto == 0x0008) {
    v4 = (void*)(eth + 1);
    if ((void*)(v4 + 1) > data_end) return XDP_PASS;
    protocol = v4->protocol;
    udp = (void*)(v4 + 1);
  } else if (eth->h_proto == 0xdd86) {
    v6 = (void*)(eth + 1);
    if ((void*)(v6 + 1) > data_end) return XDP_PASS;
    protocol = v6->nexthdr;
    udp = (void*)(v6 + 1);
  } else {
    return XDP_PASS;
  }
  if (protocol != 17) return XDP_PASS;
  // rewrite: end

  if ((void*)(udp + 1) > data_end) return XDP_PASS;
  return udp->dest == 0x3500 ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
