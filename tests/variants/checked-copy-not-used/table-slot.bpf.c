// SPDX-License-Identifier: Apache-2.0
// A slot of an array in a map, computed from two words of the packet and checked before a helper is called.
// logs: 13-v1@6.1 19-v2@6.18 22-v2@7.2
/* names: slot */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct table {
  unsigned long total;
  unsigned int rows[64];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct table* value;
} tables __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int count_somewhere(struct xdp_md* ctx) {
  unsigned int first = 0;
  unsigned int* words = (unsigned int*)(long)ctx->data;
  if (words + 2 > (unsigned int*)(long)ctx->data_end) return XDP_PASS;
  unsigned int slot = words[0] + words[1];

  if (slot >= 64) /* check */
    return XDP_PASS;
  struct table* table = bpf_map_lookup_elem(&tables, &first);
  if (!table) return XDP_PASS;
  table->rows[slot] = ctx->rx_queue_index; /* use */
  return XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
