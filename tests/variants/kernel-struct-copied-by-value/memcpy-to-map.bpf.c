// SPDX-License-Identifier: Apache-2.0
// memcpy into the value of a map.
// logs: 14-v2@6.1 19-v3@6.12 22-v2@7.3
/* names: struct cred */
#include <linux/bpf.h>

#define CORE __attribute__((preserve_access_index))

struct cred {
  unsigned long usage;
  unsigned int ids[10];
  unsigned long words[60];
} CORE;

struct task_struct {
  const struct cred* cred;
  const struct cred* real_cred;
} CORE;

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct cred* value;
} kept __attribute__((section(".maps"), used));

__attribute__((section("tp_btf/sched_wakeup"), used)) int keep(unsigned long* ctx) {
  struct task_struct* task = (void*)ctx[0];
  const struct cred* owner = task->real_cred;
  unsigned int key = 0;
  struct cred* to = bpf_map_lookup_elem(&kept, &key);
  if (!owner || !to) return 0;
  __builtin_memcpy(to, owner, sizeof(*to)); /* check */ /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
