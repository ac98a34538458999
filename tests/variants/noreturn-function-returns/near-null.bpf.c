// SPDX-License-Identifier: Apache-2.0
// A call ends its branch as usual; what is refused behind it has nothing to do with that.
// logs: 13-v2@5.10 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;
unsigned long last;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long* value;
} totals __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int count(struct xdp_md* ctx) {
  unsigned int key = ctx->rx_queue_index;
  unsigned long* total = bpf_map_lookup_elem(&totals, &key);
  if (key == 3) last = bpf_ktime_get_ns();
  *total += 1;
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
