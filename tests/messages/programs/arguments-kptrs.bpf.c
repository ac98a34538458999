// SPDX-License-Identifier: Apache-2.0
// Fields of map values that hold pointers to objects of the kernel.
#include "programs.h"

struct task_struct {
  int pid;
} __attribute__((preserve_access_index));
struct cgroup {
  int level;
} __attribute__((preserve_access_index));

extern struct task_struct* bpf_task_acquire(struct task_struct* task) __ksym;
extern struct task_struct* bpf_task_from_pid(int pid) __ksym;
extern void bpf_task_release(struct task_struct* task) __ksym;

struct watched {
  u64 count;
  struct task_struct __attribute__((btf_type_tag("kptr"))) * task;
  struct task_struct __attribute__((btf_type_tag("kptr_untrusted"))) * seen;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct watched);
} watched SEC(".maps");

static __always_inline struct watched* first(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&watched, &key);
}

#define PROGRAM(name, body)                       \
  SEC("tp_btf/task_newtask") int name(u64* ctx) { \
    struct task_struct* task = (void*)ctx[0];     \
    struct watched* value = first();              \
    u64 at = task->pid & 8;                       \
    (void)at;                                     \
    if (!value) return 0;                         \
    body;                                         \
    return 0;                                     \
  }

PROGRAM(half_read, bpf_printk("%d", *(volatile u32*)&value->task + at))
PROGRAM(read_across, bpf_printk("%llx", *(volatile u64*)((u8*)value + 12) + at))
PROGRAM(read_at_variable_offset, bpf_printk("%llx", *(volatile u64*)((u8*)value + 8 + at)))
PROGRAM(added_atomically, __sync_fetch_and_add((u64*)&value->task, at))
PROGRAM(number_stored, asm volatile("r1 = %[value]\n.8byte 0x10008017a"
                                    :
                                    : [value] "r"(value)
                                    : "r1", "memory"))
PROGRAM(exchanged_at_number, struct task_struct* mine = bpf_task_acquire(task);
        if (mine) mine = bpf_kptr_xchg(&value->count, mine); if (mine) bpf_task_release(mine))
PROGRAM(exchanged_unowned, struct task_struct* mine = bpf_task_acquire(task);
        if (mine) mine = bpf_kptr_xchg(&value->seen, mine); if (mine) bpf_task_release(mine))
PROGRAM(null_to_helper, bpf_printk("%lx", bpf_task_pt_regs(bpf_task_from_pid(1))))

SEC("tp_btf/cgroup_mkdir") int group_as_task(u64* ctx) {
  struct cgroup* group = (void*)ctx[0];
  return bpf_task_pt_regs((struct task_struct*)group) ? 0 : group->level & 0;
}

char bpf_license[] SEC("license") = LICENSE;
