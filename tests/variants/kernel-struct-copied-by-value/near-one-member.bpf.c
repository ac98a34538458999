// SPDX-License-Identifier: Apache-2.0
// One member is read through a pointer to a larger struct: no copy.
// logs: 14-v2@6.1 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct nsproxy {
  unsigned long count;
} CORE;

struct task_struct {
  struct nsproxy* nsproxy;
} CORE;

struct other {
  long words[20];
};

long found;

__attribute__((section("tp_btf/sched_wakeup"), used)) int read_far(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  struct other* far = (void*)task->nsproxy;
  if (!far) return 0;
  found = far->words[19];
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
