// SPDX-License-Identifier: Apache-2.0
// The copy is made in a function that is called.
// logs: 14-v2@6.12 19-v3@6.18
/* names: struct fs_struct */
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct fs_struct {
  long words[16];
} CORE;

struct task_struct {
  struct fs_struct* fs;
} CORE;

struct fs_struct newest;

__attribute__((noinline)) static int take(struct task_struct* task) {
  struct fs_struct* source = task->fs;
  if (!source) return 1;
  newest = *source; /* check */ /* use */
  return 0;
}

__attribute__((section("tp_btf/sched_switch"), used)) int switched(unsigned long* ctx) {
  struct task_struct* to = (void*)ctx[2];
  return take(to);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
