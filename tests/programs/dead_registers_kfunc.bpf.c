// SPDX-License-Identifier: Apache-2.0
// As dead_registers.bpf.c, with what only newer kernels have: kernel functions and callbacks.
#include "programs.h"

extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

SEC("tc") int after_kernel_function(struct __sk_buff* ctx) {
  u64 got;
  bpf_rcu_read_lock();
  ctx->mark = 1;
  bpf_rcu_read_unlock();
  bpf_rcu_read_lock();
  asm volatile("r5 = 3; call %[unlock]; %0 = r5"
               : "=r"(got)
               : [unlock] "i"(bpf_rcu_read_unlock)
               : "r0", "r1", "r2", "r3", "r4", "r5");
  return got;
}

static long each_round(u32 index, void* with) {
  u64 got;
  asm volatile("r3 = %1; call %[clock]; %0 = r3"
               : "=r"(got)
               : "r"((u64)index), [clock] "i"(BPF_FUNC_ktime_get_ns)
               : "r0", "r1", "r2", "r3", "r4", "r5");
  *(u64*)with += got;
  return 0;
}

SEC("tc") int in_callback(struct __sk_buff* ctx) {
  u64 sum = 0;
  bpf_loop(4, each_round, &sum, 0);
  return sum & 1;
}

char bpf_license[] SEC("license") = "GPL";
