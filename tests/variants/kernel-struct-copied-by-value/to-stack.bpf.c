// SPDX-License-Identifier: Apache-2.0
// A local variable is the copy.
// logs: 14-v3@6.1 19-v2@6.18 22-v3@7.2
/* names: struct fs_struct */
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct fs_struct {
  long words[16];
} CORE;

struct task_struct {
  struct fs_struct* fs;
} CORE;

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   unsigned long flags) = (void*)2;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct fs_struct* value;
} kept __attribute__((section(".maps"), used));

__attribute__((section("tp_btf/sched_process_exit"), used)) int note(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  unsigned int key = 0;
  if (!task->fs) return 0;
  struct fs_struct copy = *task->fs; /* check */ /* use */
  return bpf_map_update_elem(&kept, &key, &copy, 0);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
