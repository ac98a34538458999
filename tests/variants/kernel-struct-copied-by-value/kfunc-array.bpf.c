// SPDX-License-Identifier: Apache-2.0
// A kfunc gets an element of an array of a smaller struct.
// logs: 13-v2@7.3 19-v3@7.2 22-v2@7.3
/* names: bpf_cpumask_set_cpu, 40 bytes, smaller type */
#include <linux/bpf.h>

struct bpf_cpumask {
  unsigned long bits[5];
};

extern void bpf_cpumask_set_cpu(unsigned int cpu, struct bpf_cpumask* mask)
    __attribute__((section(".ksyms")));
extern void bpf_cpumask_clear(struct bpf_cpumask* mask) __attribute__((section(".ksyms")));

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

struct bpf_cpumask masks[32];

__attribute__((section("syscall"), used)) int mark(void* ctx) {
  unsigned int index = bpf_get_prandom_u32();
  if (index >= 32) return 0;
  bpf_cpumask_set_cpu(3, &masks[index]); /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
