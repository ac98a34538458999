// SPDX-License-Identifier: Apache-2.0
// The function is entered again with another number, and fails at something else.
// logs: 13-v2@6.12 19-v3@6.18
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long* value;
} totals __attribute__((section(".maps"), used));

__attribute__((noinline, used)) static int down(unsigned int depth) {
  unsigned int key = depth;
  if (depth > 4) return *(unsigned long*)bpf_map_lookup_elem(&totals, &key);
  return down(depth * 2 + 1) + 1;
}

__attribute__((section("xdp"), used)) int walk(struct xdp_md* ctx) { return down(3); }

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
