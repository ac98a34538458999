// SPDX-License-Identifier: Apache-2.0
// Inside a parser of Ethernet and IPv4: the address leads to an option, relative to a base address.
// logs: 15-v3@6.18 19-v2@6.18
/* names: slot */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

#define first_address 0x20000000u

__attribute__((section("xdp"), used)) int option_by_address(struct xdp_md* ctx) {
  void* data = (void*)(long)ctx->data;
  void* data_end = (void*)(long)ctx->data_end;
  struct ethhdr* eth = data;
  struct iphdr* ip = data + sizeof(*eth);
  if ((void*)(ip + 1) > data_end) return XDP_PASS;
  if (eth->h_proto != __builtin_bswap16(ETH_P_IP)) return XDP_PASS;
  if (ip->version != 4) return XDP_ABORTED;

  unsigned long address = ip->daddr;
  unsigned long slot = address - first_address;
  if (slot > 200) return XDP_PASS; /* check */
  unsigned char* entry = data + slot; /* use */
  if ((void*)(entry + 1) > data_end) return XDP_PASS;
  if (*entry == (address & 0x7f)) return XDP_DROP;
  return ip->ttl < 2 ? XDP_TX : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
