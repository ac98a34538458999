// SPDX-License-Identifier: Apache-2.0
// An fentry program, and a struct in a struct.
// logs: 19-v3@6.12 22-v2@7.3
/* names: struct fs_struct */
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct fs_struct {
  long words[40];
} CORE;

struct task_struct {
  struct fs_struct* fs;
} CORE;

struct {
  long time;
  struct fs_struct fs;
} seen;

__attribute__((section("fentry/wake_up_new_task"), used)) int woken(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  struct fs_struct* number = task->fs;
  if (!number) return 0;
  seen.fs = *number; /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
