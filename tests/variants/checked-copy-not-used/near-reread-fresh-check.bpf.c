// SPDX-License-Identifier: Apache-2.0
// Read twice and checked both times, but the second limit is too large for the table.
// logs: 13-v2@6.1 22-v3@7.3
#include <linux/bpf.h>

struct ledger {
  unsigned long at;
  unsigned long writes;
  unsigned long sums[16];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct ledger* value;
} ledgers __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int add_up(struct xdp_md* ctx) {
  unsigned int zero = 0;
  struct ledger* ledger = bpf_map_lookup_elem(&ledgers, &zero);

  if (!ledger) return XDP_PASS;
  if (ledger->at >= 64) return XDP_PASS;
  __sync_fetch_and_add(&ledger->writes, 1);
  if (ledger->at > 16) return XDP_PASS;
  ledger->sums[ledger->at] += ctx->data_end - ctx->data;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
