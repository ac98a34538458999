#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct task_struct {
  int pid;
  int age;
} __attribute__((preserve_access_index));

char _license[] SEC("license") = "GPL";

SEC("tp_btf/sched_switch") int on_switch(unsigned long long* ctx) {
  struct task_struct* task = (struct task_struct*)ctx[1];
  return task->age;
}

SEC("raw_tp/sched_switch") int on_raw(unsigned long long* ctx) {
  struct task_struct* task = (struct task_struct*)ctx[1];
  return task->pid;
}
