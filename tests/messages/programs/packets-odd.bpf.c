// SPDX-License-Identifier: Apache-2.0
// Sentences about pointers and memory that no advice in a page leads to: odd bytecode, rare types.
#include "programs.h"

struct task_struct {
  int pid;
} __attribute__((preserve_access_index));

struct sk_buff {
  char cb[48];
} __attribute__((preserve_access_index));

struct record {
  u8 kind;
  u64 total;
} __attribute__((packed));

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp") int pointer_from_number(struct xdp_md* ctx) {
  u64 number = 1500;
  asm volatile("%0 -= %1" : "+r"(number) : "r"(ctx));
  return number == 7 ? XDP_DROP : XDP_PASS;
}

SEC("tp_btf/kfree_skb") int BPF_PROG(behind_member, struct sk_buff* skb) {
  char* last = &skb->cb[44];
  bpf_printk("%lx", *(u64*)last);
  return 0;
}

SEC("tp_btf/sched_process_exit") int BPF_PROG(before_object, struct task_struct* task) {
  u64 stack[2];
  void* before = task;
  asm volatile("%0 += -8" : "+r"(before));
  return bpf_get_task_stack(before, stack, sizeof(stack), 0) < 0;
}

SEC("tp_btf/sched_process_exit") int BPF_PROG(somewhere_in_object, struct task_struct* task) {
  u64 stack[2];
  void* inside = task;
  u64 far = bpf_get_prandom_u32() & 8;
  asm volatile("%0 += %1" : "+r"(inside) : "r"(far));
  return bpf_get_task_stack(inside, stack, sizeof(stack), 0) < 0;
}

SEC("syscall") int behind_context(void* ctx) {
  u64 far = 65532;
  opaque(far);
  return *(volatile u64*)(ctx + far) == 7;
}

SEC("syscall") int anywhere_in_context(void* ctx) {
  u64 far = bpf_get_prandom_u32() & 0xffff;
  return *(volatile u64*)(ctx + far) == 7;
}

SEC("flow_dissector") int behind_flow_keys(struct __sk_buff* ctx) {
  struct bpf_flow_keys* keys = ctx->flow_keys;
  keys[1].nhoff = 0;
  return BPF_OK;
}

SEC("xdp") int atomic_in_packed_record(struct xdp_md* ctx) {
  struct record* record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
  if (!record) return XDP_PASS;
  __sync_fetch_and_add(&record->total, 1);
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

SEC("tc") int release_of_moved_socket(struct __sk_buff* ctx) {
  struct bpf_sock_tuple tuple = {};
  struct bpf_sock* found = bpf_sk_lookup_tcp(ctx, &tuple, sizeof(tuple.ipv4), -1, 0);
  if (!found) return TC_ACT_OK;
  void* moved = found;
  asm volatile("%0 += 4" : "+r"(moved));
  bpf_sk_release(moved);
  return TC_ACT_OK;
}

char bpf_license[] SEC("license") = LICENSE;
