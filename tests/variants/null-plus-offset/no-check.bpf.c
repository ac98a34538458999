// SPDX-License-Identifier: Apache-2.0
// Nothing keeps the program from the path on which the pointer was never set.
// logs: 13-v2@5.10 16-v3@6.1 19-v3@6.18
/* names: ip */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

__attribute__((section("xdp"), used)) int drop_tunnels(struct xdp_md* ctx) {
  void* stop = (void*)(long)ctx->data_end;
  struct ethhdr* eth = (void*)(long)ctx->data;
  struct iphdr* ip = 0;
  if ((void*)(eth + 1) > stop) return XDP_PASS;
  if (eth->h_proto == 0x0008) ip = (void*)(eth + 1); /* check */
  if ((void*)(ip + 1) > stop) return XDP_PASS;       /* check */
  return ip->protocol == 4 ? XDP_DROP : XDP_PASS;    /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
