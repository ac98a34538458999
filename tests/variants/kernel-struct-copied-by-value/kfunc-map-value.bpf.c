// SPDX-License-Identifier: Apache-2.0
// The value of a hash map is the struct.
// logs: 13-v2@7.3 22-v3@7.3
/* names: bpf_cpumask_clear, 64 bytes */
#include <linux/bpf.h>

struct bpf_cpumask {
  unsigned long bits[8];
};

extern void bpf_cpumask_set_cpu(unsigned int cpu, struct bpf_cpumask* mask)
    __attribute__((section(".ksyms")));
extern void bpf_cpumask_clear(struct bpf_cpumask* mask) __attribute__((section(".ksyms")));

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[8];
  unsigned int* key;
  struct bpf_cpumask* value;
} by_number __attribute__((section(".maps"), used));

__attribute__((section("syscall"), used)) int reset(void* ctx) {
  unsigned int key = bpf_get_prandom_u32();
  struct bpf_cpumask* mask = bpf_map_lookup_elem(&by_number, &key);
  if (!mask) return 0;
  bpf_cpumask_clear(mask); /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
