// SPDX-License-Identifier: Apache-2.0
// The map is what an object file holds before a loader has been there: a 0 in two slots.
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value* name

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 256);
  __type(key, __u32);
  __type(value, __u64);
} frames SEC(".maps");

SEC("xdp") int count_frames(struct xdp_md* ctx) {
  __u32 queue = ctx->rx_queue_index;
  void* map;
  asm volatile("%0 = 0 ll" : "=r"(map));
  __u64* seen = bpf_map_lookup_elem(map, &queue);
  if (seen) *seen += 1;
  return XDP_PASS;
}

char bpf_license[] SEC("license") = "GPL";
