// SPDX-License-Identifier: Apache-2.0
// A callback that is a number. The function has this name since 7.1.
#include "programs.h"

struct bpf_wq {
  u64 opaque[2];
} __attribute__((aligned(8)));

extern int bpf_wq_set_callback(struct bpf_wq* wq, int (*callback)(void*, int*, void*),
                               unsigned flags) __ksym;

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

SEC("tc") int callback_from_map(struct __sk_buff* ctx) {
  u32 key = 0;
  struct work* work = bpf_map_lookup_elem(&works, &key);
  if (work) bpf_wq_set_callback(&work->queue, (void*)work->handler, 0);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
