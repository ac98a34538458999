// SPDX-License-Identifier: Apache-2.0
// Fetched at the beginning, kept in another register over two calls.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.2
/* names: R1, bpf_map_lookup_elem */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static unsigned (*bpf_get_prandom_u32)(void) = (void*)7;
static unsigned (*bpf_get_smp_processor_id)(void) = (void*)8;

SEC("xdp") int sample(struct xdp_md* ctx) {
  void* rates;
  asm volatile("%0 = 0 ll" : "=r"(rates));  /* check */
  unsigned dice = bpf_get_prandom_u32();
  unsigned cpu = bpf_get_smp_processor_id();
  if (dice & 1) return XDP_PASS;
  unsigned* rate = bpf_map_lookup_elem(rates, &cpu);  /* use */
  return rate && *rate > dice ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "GPL";
