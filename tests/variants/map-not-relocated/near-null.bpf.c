// SPDX-License-Identifier: Apache-2.0
// The program itself passes a null pointer.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

SEC("xdp") int count(struct xdp_md* ctx) {
  unsigned key = ctx->rx_queue_index;
  unsigned* found = bpf_map_lookup_elem(0, &key);
  return found ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
