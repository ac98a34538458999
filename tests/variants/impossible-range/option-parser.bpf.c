// SPDX-License-Identifier: Apache-2.0
// Plain C again: a nibble is compared with a limit it cannot reach, inside a parser of IPv4 options.
// logs: 16-v1@6.1 19-v1@5.10
/* names: words, 100, 15 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

__attribute__((section("xdp"), used)) int option_parser(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  struct ethhdr* eth = (struct ethhdr*)data;
  if (data + sizeof(*eth) + sizeof(struct iphdr) > data_end) return XDP_PASS;
  if (eth->h_proto != __builtin_bswap16(ETH_P_IP)) return XDP_PASS;

  unsigned char* ip = data + sizeof(*eth);
  unsigned long words = ip[0] & 15;
  asm volatile("" : "+r"(words));
  unsigned char* options = ip;
  if (words >= 100) /* check */
    options += words; /* check */
  if (options + 1 > data_end) return XDP_PASS; /* use */
  return *options == 7 ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
