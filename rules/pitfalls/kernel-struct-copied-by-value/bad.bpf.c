// SPDX-License-Identifier: Apache-2.0
// Keeps what the namespaces of a task are, as a copy of the whole struct. The struct is that of
// another kernel and has more members than the running one: CO-RE moves each member that is named
// to where it is now, but a copy takes as many bytes as the program's own struct has.
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct nsproxy {
  unsigned long count;
  void *uts_ns, *ipc_ns, *mnt_ns, *pid_ns_for_children, *net_ns, *time_ns, *time_ns_for_children;
  void *cgroup_ns, *added_later[4];
} CORE;

struct task_struct {
  struct nsproxy* nsproxy;
} CORE;

struct nsproxy last_seen;

__attribute__((section("tp_btf/sched_wakeup"), used)) int keep_namespaces(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  struct nsproxy* from = task->nsproxy;
  if (!from) return 0;
  last_seen = *from;
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
