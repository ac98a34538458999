// SPDX-License-Identifier: Apache-2.0
// Dynptrs and iterators at places where they cannot be.
#include "programs.h"

struct bpf_iter_num {
  u64 opaque;
} __attribute__((aligned(8)));

extern u64 bpf_dynptr_size(struct bpf_dynptr* window) __ksym;
extern int bpf_iter_num_new(struct bpf_iter_num* it, int start, int end) __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num* it) __ksym;

static __always_inline struct entry* first_entry(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&entries, &key);
}

SEC("tc") int dynptr_in_map(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  return found ? bpf_dynptr_size((struct bpf_dynptr*)found->bytes) & 1 : 0;
}

__noinline int size_of(struct bpf_dynptr* window) { return bpf_dynptr_size(window); }

SEC("tc") int dynptr_for_global_function(struct __sk_buff* ctx) {
  struct bpf_dynptr window = {};
  return size_of(&window);
}

SEC("tc") int iterator_in_map(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  bpf_iter_num_new((struct bpf_iter_num*)found->bytes, 0, 4);
  bpf_iter_num_destroy((struct bpf_iter_num*)found->bytes);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
