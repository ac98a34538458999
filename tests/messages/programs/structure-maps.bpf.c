// Maps that a program which may sleep cannot use on 5.10.
#include "programs.h"

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __type(key, u32);
  __type(value, u32);
} events SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_NO_PREALLOC);
  __uint(max_entries, 64);
  __type(key, u64);
  __type(value, u64);
} growing SEC(".maps");

SEC("lsm.s/bprm_committed_creds") int events_of_old_kernel(void* ctx) {
  u64 who = bpf_get_current_pid_tgid();
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &who, sizeof(who));
  return 0;
}

SEC("lsm.s/bprm_committed_creds") int growing_of_old_kernel(void* ctx) {
  u64 who = bpf_get_current_pid_tgid();
  bpf_map_update_elem(&growing, &who, &who, BPF_ANY);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
