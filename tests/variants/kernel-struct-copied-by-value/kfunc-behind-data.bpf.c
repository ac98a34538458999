// SPDX-License-Identifier: Apache-2.0
// Other variables stand before the array, and the index is masked.
// logs: 14-v3@7.3 22-v3@7.2
/* names: bpf_cpumask_set_cpu, 128 bytes */
#include <linux/bpf.h>

struct bpf_cpumask {
  unsigned long bits[16];
};

extern void bpf_cpumask_set_cpu(unsigned int cpu, struct bpf_cpumask* mask)
    __attribute__((section(".ksyms")));
extern void bpf_cpumask_clear(struct bpf_cpumask* mask) __attribute__((section(".ksyms")));

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

struct {
  unsigned long count, limit;
  struct bpf_cpumask of_node[8];
} nodes;

__attribute__((section("syscall"), used)) int mark(void* ctx) {
  unsigned long node = bpf_get_prandom_u32() & 7;
  nodes.count++;
  bpf_cpumask_set_cpu(0, &nodes.of_node[node]); /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
