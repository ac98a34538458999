// SPDX-License-Identifier: Apache-2.0
// The index may be one too large; the elements are as large as the kernel wants them.
// logs: 14-v2@7.3 22-v3@7.3
#include <linux/bpf.h>

struct bpf_cpumask {
  unsigned long bits[129];
};

extern void bpf_cpumask_set_cpu(unsigned int cpu, struct bpf_cpumask* mask)
    __attribute__((section(".ksyms")));
extern void bpf_cpumask_clear(struct bpf_cpumask* mask) __attribute__((section(".ksyms")));

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

struct bpf_cpumask masks[4];

__attribute__((section("syscall"), used)) int mark(void* ctx) {
  unsigned int index = bpf_get_prandom_u32();
  if (index > 4) return 0;
  bpf_cpumask_set_cpu(3, &masks[index]);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
