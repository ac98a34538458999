// SPDX-License-Identifier: Apache-2.0
// The index stands in the map value and is loaded again after the value was written to.
// logs: 13-v3@5.10 22-v3@7.3 19-v4@6.12 15-v2@6.18
/* names: ring->head */ /* labels: MEM_BOUNDS source_bug */
#include <linux/bpf.h>

struct ring {
  unsigned long head;
  unsigned long pushes;
  unsigned long cells[32];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct ring* value;
} rings __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("xdp"), used)) int remember_time(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct ring* ring = bpf_map_lookup_elem(&rings, &key);

  if (!ring) return XDP_PASS;
  if (ring->head >= 32) return XDP_PASS; /* check */
  unsigned long now = bpf_ktime_get_ns();
  ring->cells[ring->head] = now; /* use */
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
