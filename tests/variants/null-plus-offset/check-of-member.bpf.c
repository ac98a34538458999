// SPDX-License-Identifier: Apache-2.0
// The address of a member is compared with NULL, and not the pointer.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
/* names: flags */
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
  if (ctx->rx_queue_index == 3) { /* check */
    entry = bpf_map_lookup_elem(&table, &key);
    if (!entry) return XDP_PASS;
  }
  unsigned int* flags = &entry->flags;
  asm volatile("" : "+r"(flags));
  if (!flags) return XDP_PASS;         /* check */
  return *flags ? XDP_DROP : XDP_PASS; /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
