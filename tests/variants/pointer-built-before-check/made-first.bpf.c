// SPDX-License-Identifier: Apache-2.0
// The C makes the pointer first and keeps it, whatever the check says.
// logs: 14-v3@6.12 19-v3@6.1 22-v1@6.18
/* names: at */ /* labels: MEM_BOUNDS source_bug */
#include <linux/bpf.h>

struct journal {
  unsigned long last;
  unsigned long entry[32];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct journal* value;
} journals __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int write_journal(struct xdp_md* ctx) {
  unsigned int zero = 0;
  unsigned long at = ctx->rx_queue_index;
  struct journal* journal = bpf_map_lookup_elem(&journals, &zero);

  if (!journal) return XDP_PASS;
  unsigned long* entry = &journal->entry[at];
  if (at >= 32) { /* check */
    journal->last = (unsigned long)entry;
    return XDP_PASS;
  }
  *entry += 1; /* use */
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
