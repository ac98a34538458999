// SPDX-License-Identifier: Apache-2.0
// The condition under which the pointer is set is asked again before it is used.
// logs: 15-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: inner */
#include <linux/bpf.h>
#include <linux/if_ether.h>

struct tag {
  unsigned short id, type;
};

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("xdp"), used)) int some_tagged(struct xdp_md* ctx) {
  void* start = (void*)(long)ctx->data;
  void* stop = (void*)(long)ctx->data_end;
  struct ethhdr* outer = start;
  struct tag* tag = 0;
  if ((void*)(outer + 1) > stop) return XDP_PASS;
  unsigned short kind = outer->h_proto;
  if (kind == 0x0081) { /* check */
    tag = (void*)(outer + 1);
    if ((void*)(tag + 1) > stop) return XDP_PASS;
  }
  unsigned int chance = bpf_get_prandom_u32();
  if (kind != 0x0081) return XDP_PASS; /* check */
  unsigned long* inner = (void*)(tag + 1);
  if ((void*)(inner + 1) > stop) return XDP_PASS; /* check */
  return *inner == chance ? XDP_DROP : XDP_PASS;  /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
