// SPDX-License-Identifier: Apache-2.0
// An address that somebody copied from another log.
// logs: 15-v2@6.1 19-v3@6.12 22-v3@7.2
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

SEC("xdp") int look(struct xdp_md* ctx) {
  unsigned key = ctx->ingress_ifindex;
  void* map = (void*)0xffff888104a2c600ULL;
  unsigned* found = bpf_map_lookup_elem(map, &key);
  return found ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
