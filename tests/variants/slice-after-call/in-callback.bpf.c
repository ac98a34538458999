// SPDX-License-Identifier: Apache-2.0
// What is called in each round writes over the dynptr itself.
// logs: 22-v3@7.2
/* names: void */
#include <linux/bpf.h>

static long (*bpf_dynptr_from_mem)(void* data, unsigned int size, unsigned long long flags,
                                   struct bpf_dynptr* to) = (void*)197;
static void* (*bpf_dynptr_data)(const struct bpf_dynptr* from, unsigned int offset,
                                unsigned int size) = (void*)203;
static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_loop)(unsigned int count, void* body, void* with,
                        unsigned long long flags) = (void*)181;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long long (*value)[4];
} notes __attribute__((section(".maps"), used));

static long each_round(unsigned int round, void* with) {
  *(unsigned long long*)with = round; /* check */
  return 0;
}

__attribute__((section("raw_tp/sys_enter"), used)) int note_in_rounds(void* ctx) {
  unsigned int first = 0;
  struct bpf_dynptr note;
  void* value = bpf_map_lookup_elem(&notes, &first);
  if (!value) return 0;
  bpf_dynptr_from_mem(value, 32, 0, &note);
  unsigned int* word = bpf_dynptr_data(&note, 8, 4);
  if (!word) return 0;
  bpf_loop(5, each_round, &note, 0); /* check */
  *word = 7;                         /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
