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

struct task_struct {
  int pid;
} __attribute__((preserve_access_index));

struct nine_tasks {
  struct task_struct __kptr_ref *a, __kptr_ref *b, __kptr_ref *c, __kptr_ref *d, __kptr_ref *e,
      __kptr_ref *f, __kptr_ref *g, __kptr_ref *h, __kptr_ref *i;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct nine_tasks);
} tasks SEC(".maps");

SEC("tc") int nine_pointers_in_value(struct __sk_buff* ctx) {
  u32 key = 0;
  struct nine_tasks* value = bpf_map_lookup_elem(&tasks, &key);
  if (value) bpf_kptr_xchg(&value->a, 0);
  return 0;
}

struct tagged_twice {
  struct task_struct __kptr __kptr_ref* task;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct tagged_twice);
} tagged SEC(".maps");

SEC("tc") int pointer_tagged_twice(struct __sk_buff* ctx) {
  u32 key = 0;
  struct tagged_twice* value = bpf_map_lookup_elem(&tagged, &key);
  if (value) bpf_kptr_xchg(&value->task, 0);
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
