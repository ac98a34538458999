// SPDX-License-Identifier: Apache-2.0
// The check is made through the pointer that is NULL, the access through another.
// logs: 19-v3@6.18 22-v3@6.12 22-v3@7.3
/* names: NULL */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

__attribute__((section("xdp"), used)) int short_lived(struct xdp_md* ctx) {
  void* stop = (void*)(long)ctx->data_end;
  struct ethhdr* eth = (void*)(long)ctx->data;
  struct iphdr* header = 0;
  if ((void*)(eth + 1) > stop) return XDP_PASS;
  if (eth->h_proto == 0x0008) header = (void*)(eth + 1); /* check */
  if (!header) return XDP_PASS;                          /* check */
  if ((void*)(header + 1) > stop) return XDP_PASS;       /* check */
  return header->ttl < 2 ? XDP_DROP : XDP_PASS;          /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
