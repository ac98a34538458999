// SPDX-License-Identifier: Apache-2.0
// The pointer itself is compared with NULL, before anything is added to it: every kernel accepts this.
// logs: 13-v2@5.10 14-v2@6.1 19-v3@6.12 16-v3@6.18 22-v3@7.2 22-v4@7.3
#include <linux/bpf.h>

struct entry {
  unsigned long hits;
  unsigned int port, flags;
};

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  struct entry* value;
} table __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int flagged(struct xdp_md* ctx) {
  unsigned int key = 2;
  struct entry* entry = 0;
  if (ctx->rx_queue_index == 3) {
    entry = bpf_map_lookup_elem(&table, &key);
    if (!entry) return XDP_PASS;
  }
  if (!entry) return XDP_PASS;
  unsigned int* flags = &entry->flags;
  asm volatile("" : "+r"(flags));
  return *flags ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
