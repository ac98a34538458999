// SPDX-License-Identifier: Apache-2.0
// The second run of the function returns early, and its result is taken for the map value that the
// first run looked up.
// logs: 14-v2@6.12 19-v2@6.18 22-v3@6.18
/* names: panic, what that call left */
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long* value;
} totals __attribute__((section(".maps"), used));

__attribute__((noinline, used)) static int add(struct xdp_md* ctx) {
  unsigned int key = 0;
  unsigned long* total = bpf_map_lookup_elem(&totals, &key);
  if (__builtin_expect(!total, 1)) return bpf_get_prandom_u32();
  register unsigned long* same asm("r0") = total;
  unsigned int seen = ctx->rx_queue_index;
  asm volatile("r1 = 0\n if %1 != 0 goto +1\n call add" /* check */
               : "+r"(same)
               : "r"(seen)
               : "r1");
  *same += seen; /* use */
  return XDP_PASS;
}

__attribute__((section("xdp"), used)) int count(struct xdp_md* ctx) { return add(ctx); }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
