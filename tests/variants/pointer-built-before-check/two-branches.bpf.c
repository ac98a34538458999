// SPDX-License-Identifier: Apache-2.0
// Both branches count, one of them in a field of its own: clang makes one access of the two, which
// has no line of its own.
// logs: 13-v3@6.1 14-v2@6.18 16-v1@7.2
/* names: port */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct meters {
  unsigned long total;
  unsigned long meter[80];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct meters* value;
} all_meters __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int meter_packets(struct xdp_md* ctx) {
  unsigned int zero = 0;
  unsigned long port = ctx->ingress_ifindex;
  struct meters* meters = bpf_map_lookup_elem(&all_meters, &zero);

  if (!meters) return XDP_DROP;
  if (port < 80) /* check */ /* use */
    meters->meter[port] += 1; /* use */
  else
    meters->total += 1; /* use */
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
