// SPDX-License-Identifier: Apache-2.0
// The check is above the address, but on another copy of the number.
// logs: 13-v2@6.18 19-v1@6.12
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

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("xdp"), used)) int write_bin(struct xdp_md* ctx) {
  unsigned int zero = 0;
  unsigned int at = bpf_get_prandom_u32() + 3;
  struct bins* bins = bpf_map_lookup_elem(&all_bins, &zero);

  if (!bins) return XDP_PASS;
  volatile unsigned int kept = at;
  if (kept > 63) return XDP_PASS;
  bins->bin[kept] = 1;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
