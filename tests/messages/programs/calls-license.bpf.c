// Calls that only programs with a GPL compatible license may make.
#include "programs.h"

#undef LICENSE
#define LICENSE "Proprietary"

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

SEC("kprobe") int helper_for_gpl(void* ctx) {
  u32 bytes = 0;
  bpf_probe_read_kernel(&bytes, sizeof bytes, ctx);
  return bytes == 0;
}

SEC("tc") int kfunc_for_gpl(struct __sk_buff* ctx) {
  bpf_rcu_read_lock();
  bpf_rcu_read_unlock();
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
