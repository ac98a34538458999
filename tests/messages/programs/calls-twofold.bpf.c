// Map values with two locks or two timers, which kernels before 6.2 refuse at the first use.
#include "programs.h"

struct two_locks {
  struct bpf_spin_lock first, second;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct two_locks);
} doubles SEC(".maps");

SEC("tc") int two_locks_in_value(struct __sk_buff* ctx) {
  u32 key = 0;
  struct two_locks* value = bpf_map_lookup_elem(&doubles, &key);
  if (!value) return 0;
  bpf_spin_lock(&value->first);
  bpf_spin_unlock(&value->first);
  return 0;
}

struct two_timers {
  struct bpf_timer first, second;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct two_timers);
} double_timers SEC(".maps");

SEC("tc") int two_timers_in_value(struct __sk_buff* ctx) {
  u32 key = 0;
  struct two_timers* value = bpf_map_lookup_elem(&double_timers, &key);
  if (value) bpf_timer_cancel(&value->first);
  return 0;
}

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u32);
} next_programs SEC(".maps");

static __noinline int tail_call_to(struct __sk_buff* ctx, u32 index) {
  bpf_tail_call(ctx, &next_programs, index);
  return 0;
}

// The object's BTF is refused by later kernels, and libbpf goes on without it.
SEC("tc") int tail_call_in_function_without_btf(struct __sk_buff* ctx) {
  return tail_call_to(ctx, ctx->len & 3);
}

char bpf_license[] SEC("license") = LICENSE;
