// SPDX-License-Identifier: Apache-2.0
// Each member is read by its name.
// logs: 14-v2@5.10 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct nsproxy {
  void *net_ns, *mnt_ns;
} CORE;

struct task_struct {
  struct nsproxy* nsproxy;
} CORE;

void* seen[2];

__attribute__((section("tp_btf/sched_wakeup"), used)) int keep(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  struct nsproxy* from = task->nsproxy;
  if (!from) return 0;
  seen[0] = from->net_ns;
  seen[1] = from->mnt_ns;
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
