// SPDX-License-Identifier: Apache-2.0
// The last of two, at a constant place.
// logs: 16-v3@7.3 19-v2@7.2
/* names: bpf_cpumask_clear, 16 bytes */
#include <linux/bpf.h>

struct bpf_cpumask {
  unsigned long bits[2];
};

extern void bpf_cpumask_set_cpu(unsigned int cpu, struct bpf_cpumask* mask)
    __attribute__((section(".ksyms")));
extern void bpf_cpumask_clear(struct bpf_cpumask* mask) __attribute__((section(".ksyms")));

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

struct bpf_cpumask halves[2];

__attribute__((section("syscall"), used)) int reset(void* ctx) {
  bpf_cpumask_clear(&halves[1]); /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
