// SPDX-License-Identifier: Apache-2.0
// Kernels of 6.1 offer functions for tests to every program.
// others do.
#include "programs.h"

struct prog_test_ref_kfunc {
  int a;
  int b;
} __attribute__((preserve_access_index));

extern struct prog_test_ref_kfunc* bpf_kfunc_call_test_acquire(unsigned long* sp) __ksym;
extern struct prog_test_ref_kfunc* bpf_kfunc_call_test_kptr_get(struct prog_test_ref_kfunc** at,
                                                                int a, int b) __ksym;
extern void bpf_kfunc_call_test_release(struct prog_test_ref_kfunc* object) __ksym;
extern int* bpf_kfunc_call_test_get_rdonly_mem(struct prog_test_ref_kfunc* object,
                                               const int size) __ksym;
extern void bpf_kfunc_call_test_ref(struct prog_test_ref_kfunc* object) __ksym;
extern void bpf_kfunc_call_test_mem_len_fail1(void* memory, int size) __ksym;
extern void bpf_kfunc_call_test_mem_len_pass1(void* memory, int size) __ksym;

struct prog_test_member {
  int c;
} __attribute__((preserve_access_index));
struct other_holder {
  struct prog_test_member __attribute__((btf_type_tag("kptr_ref"))) * member;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct other_holder);
} other_holders SEC(".maps");

struct holder {
  u64 count;
  struct prog_test_ref_kfunc __attribute__((btf_type_tag("kptr_ref"))) * first;
  struct prog_test_ref_kfunc __attribute__((btf_type_tag("kptr_ref"))) * second;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct holder);
} holders SEC(".maps");

static __always_inline struct holder* first_holder(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&holders, &key);
}

SEC("tc") int got_from_stack(struct __sk_buff* ctx) {
  struct prog_test_ref_kfunc* object = NULL;
  object = bpf_kfunc_call_test_kptr_get(&object, 0, 0);
  if (object) bpf_kfunc_call_test_release(object);
  return 0;
}

SEC("tc") int got_at_variable_offset(struct __sk_buff* ctx) {
  struct holder* holder = first_holder();
  if (!holder) return 0;
  u64 at = ctx->mark & 8;
  struct prog_test_ref_kfunc* object =
      bpf_kfunc_call_test_kptr_get((void*)((u8*)&holder->first + at), 0, 0);
  if (object) bpf_kfunc_call_test_release(object);
  return 0;
}

SEC("tc") int got_from_number(struct __sk_buff* ctx) {
  struct holder* holder = first_holder();
  if (!holder) return 0;
  struct prog_test_ref_kfunc* object = bpf_kfunc_call_test_kptr_get((void*)&holder->count, 0, 0);
  if (object) bpf_kfunc_call_test_release(object);
  return 0;
}

extern void bpf_kfunc_call_memb_release(struct prog_test_member* member) __ksym;

SEC("tc") int got_from_other_type(struct __sk_buff* ctx) {
  u32 key = 0;
  struct other_holder* holder = bpf_map_lookup_elem(&other_holders, &key);
  if (!holder) return 0;
  struct prog_test_ref_kfunc* object = bpf_kfunc_call_test_kptr_get((void*)&holder->member, 0, 0);
  if (object) bpf_kfunc_call_test_release(object);
  return 0;
}

SEC("tc") int member_released(struct __sk_buff* ctx) {
  u32 key = 0;
  struct other_holder* holder = bpf_map_lookup_elem(&other_holders, &key);
  if (!holder) return 0;
  struct prog_test_member* member = bpf_kptr_xchg(&holder->member, NULL);
  if (member) bpf_kfunc_call_memb_release((struct prog_test_member*)((u8*)member + 4));
  return 0;
}

SEC("tc") int size_not_constant(struct __sk_buff* ctx) {
  unsigned long sp = 0;
  struct prog_test_ref_kfunc* object = bpf_kfunc_call_test_acquire(&sp);
  if (!object) return 0;
  int* memory = bpf_kfunc_call_test_get_rdonly_mem(object, ctx->mark & 63);
  int word = memory ? *memory : 0;
  bpf_kfunc_call_test_release(object);
  return word;
}

SEC("tc") int socket_as_object(struct __sk_buff* ctx) {
  struct bpf_sock* sock = ctx->sk;
  if (!sock || !(sock = bpf_sk_fullsock(sock))) return 0;
  bpf_kfunc_call_test_ref((struct prog_test_ref_kfunc*)sock);
  return 0;
}

SEC("tc") int socket_as_memory(struct __sk_buff* ctx) {
  struct bpf_sock* sock = ctx->sk;
  if (!sock || !(sock = bpf_sk_fullsock(sock))) return 0;
  bpf_kfunc_call_test_mem_len_pass1(sock, 8);
  return 0;
}

SEC("tc") int pointer_as_size(struct __sk_buff* ctx) {
  u64 memory[2] = {};
  bpf_kfunc_call_test_mem_len_fail1(memory, 8);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
