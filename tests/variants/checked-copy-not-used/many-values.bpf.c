// SPDX-License-Identifier: Apache-2.0
// So many values live across calls that clang keeps the number on the stack, too, where the check
// does not reach it.
// logs: 19-v3@5.10 22-v4@6.1
/* names: at */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct bins {
  unsigned long count[512];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[2];
  unsigned int* key;
  struct bins* value;
} bins __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;
static unsigned long (*bpf_get_smp_processor_id)(void) = (void*)8;
static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("xdp"), used)) int spread(struct xdp_md* ctx) {
  unsigned int key = 0;
  unsigned long at = bpf_get_smp_processor_id();
  if (at >= 512) return XDP_PASS; /* check */

  unsigned long a = bpf_ktime_get_ns();
  unsigned long b = bpf_ktime_get_ns() - a;
  unsigned long c = bpf_ktime_get_ns() - a - b;
  unsigned long d = (bpf_ktime_get_ns() - a) * b + c;
  unsigned long e = (bpf_ktime_get_ns() - a) * (b ^ d) + c;
  unsigned long f = (bpf_get_prandom_u32() ^ a) + (b | c) * (d & e);
  struct bins* value = bpf_map_lookup_elem(&bins, &key);
  if (!value) return XDP_PASS;
  value->count[0] += (a & b) | c;
  value->count[1] += (d & e) | f;
  value->count[2] += (a & d) ^ (b | f) ^ (c & e);
  value->count[at]++; /* use */
  return XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
