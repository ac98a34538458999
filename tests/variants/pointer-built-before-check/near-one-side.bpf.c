// SPDX-License-Identifier: Apache-2.0
// The late check limits a signed number on its upper side only.
// logs: 13-v3@6.1 19-v3@6.18
#include <linux/bpf.h>

struct steps {
  unsigned long middle;
  unsigned long step[30];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct steps* value;
} all_steps __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("xdp"), used)) int take_step(struct xdp_md* ctx) {
  unsigned int zero = 0;
  long turn = bpf_ktime_get_ns();
  struct steps* steps = bpf_map_lookup_elem(&all_steps, &zero);

  if (!steps) return XDP_PASS;
  unsigned long* step = &steps->middle;
  if (turn < 30) step = &steps->step[turn];
  *step += 1;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
