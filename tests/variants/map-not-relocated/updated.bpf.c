// SPDX-License-Identifier: Apache-2.0
// An update: key and value are on the stack.
// logs: 14-v2@6.1 19-v3@6.18 22-v3@7.2
/* names: R1, bpf_map_update_elem */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_map_update_elem)(void*, const void*, const void*, unsigned long long) = (void*)2;
static unsigned long long (*bpf_ktime_get_ns)(void) = (void*)5;

SEC("raw_tp/sched_switch") int last_switch(void* ctx) {
  unsigned zero = 0;
  unsigned long long now = bpf_ktime_get_ns();
  void* times;
  asm volatile("%0 = 0 ll" : "=r"(times));       /* check */
  bpf_map_update_elem(times, &zero, &now, 0);    /* use */
  return 0;
}

char _license[] SEC("license") = "GPL";
