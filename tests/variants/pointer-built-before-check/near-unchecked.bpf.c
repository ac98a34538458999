// SPDX-License-Identifier: Apache-2.0
// Nothing checks the number; what is compared below is what was read.
// logs: 13-v3@5.10 22-v2@7.2
#include <linux/bpf.h>

struct bins {
  unsigned int bin[64];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct bins* value;
} all_bins __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int read_bin(struct xdp_md* ctx) {
  unsigned int zero = 0;
  unsigned long at = ctx->rx_queue_index;
  struct bins* bins = bpf_map_lookup_elem(&all_bins, &zero);

  if (!bins) return XDP_PASS;
  unsigned int content = bins->bin[at];
  return content < 64 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
