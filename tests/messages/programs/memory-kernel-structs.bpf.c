// SPDX-License-Identifier: Apache-2.0
// Structs of the kernel, of maps, and buffers of the context, accessed at odd places.
#include "programs.h"

#define KERNEL __attribute__((preserve_access_index))

struct task_struct {
  int pid;
  struct task_struct* parent;
  char comm[16];
} KERNEL;

u64 seen;

SEC("tp_btf/sched_switch")
int BPF_PROG(half_of_pointer, int preempt, struct task_struct* last, struct task_struct* next) {
  seen = *(volatile u32*)&next->parent;
  return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(beyond_a_field, int preempt, struct task_struct* last, struct task_struct* next) {
  asm volatile("r1 = *(u64*)(%0 + 0)" ::"r"(&next->comm[12]) : "r1");
  return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(far_beyond, int preempt, struct task_struct* last, struct task_struct* next) {
  seen = *(volatile u64*)((u8*)next + 30000);
  return 0;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(written, int preempt, struct task_struct* last, struct task_struct* next) {
  next->pid = 5;
  return 0;
}

SEC("tc") int before_map(struct __sk_buff* ctx) { return ((volatile u32*)&by_key)[-1] & 1; }

SEC("tc") int map_written(struct __sk_buff* ctx) {
  ((volatile u32*)&by_key)[5] = 1;
  return 0;
}

SEC("raw_tracepoint.w/nbd_send_request")
int before_request(struct bpf_raw_tracepoint_args* ctx) {
  ((volatile u8*)ctx->args[0])[-3] = 1;
  return 0;
}

static long change_key(void* map, u64* key, struct entry* value, void* ctx) {
  *key = 5;
  return 0;
}

SEC("tc") int keys_changed(struct __sk_buff* ctx) {
  bpf_for_each_map_elem(&by_key, change_key, 0, 0);
  return 0;
}

struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, char[16]);
} texts SEC(".maps");

SEC("tc") int compared_with_per_cpu_text(struct __sk_buff* ctx) {
  u32 key = 1;
  char* text = bpf_map_lookup_elem(&texts, &key);
  char own[8] = {};
  return text && bpf_strncmp(own, 8, text) == 0;
}

extern void bpf_local_irq_save(unsigned long*) __ksym __weak;

SEC("tc") int flags_by_index(struct __sk_buff* ctx) {
  unsigned long flags[2];
  bpf_local_irq_save(&flags[ctx->mark & 1]);
  return 0;
}

SEC("tc") int flags_not_aligned(struct __sk_buff* ctx) {
  u32 flags[4];
  bpf_local_irq_save((unsigned long*)&flags[1]);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
