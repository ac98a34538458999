// SPDX-License-Identifier: Apache-2.0
// Other memory where a map is needed.
#include "programs.h"

struct bpf_map {
  u32 id;
} __attribute__((preserve_access_index));
struct bpf_wq {
  u64 opaque[2];
} __attribute__((aligned(8)));
struct work {
  struct bpf_wq queue;
  u64 handler;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct work);
} works SEC(".maps");
extern int bpf_wq_init(struct bpf_wq* wq, void* map, unsigned flags) __ksym;
extern s64 bpf_map_sum_elem_count(const struct bpf_map* map) __ksym;

SEC("tp_btf/task_newtask") int value_as_map(u64* ctx) {
  u32 key = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &key);
  if (found) found->stamp = bpf_map_sum_elem_count((struct bpf_map*)found);
  return 0;
}

SEC("tc") int value_as_map_of_work(struct __sk_buff* ctx) {
  u32 key = 0;
  struct work* work = bpf_map_lookup_elem(&works, &key);
  if (work) bpf_wq_init(&work->queue, work, 0);
  return 0;
}

SEC("tp_btf/task_newtask") int stack_as_map(u64* ctx) {
  u64 words[4] = {ctx[0]};
  bpf_printk("%d", bpf_map_sum_elem_count((struct bpf_map*)words));
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
