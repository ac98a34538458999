// SPDX-License-Identifier: Apache-2.0
// Asks every question that CO-RE has, of types that kernels have, have in another form, or lack.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define OF_KERNEL __attribute__((preserve_access_index))

typedef unsigned int u32;
typedef unsigned long long u64;
typedef int s32;

struct mm_struct {
  u64 task_size;
} OF_KERNEL;

struct list_head {
  struct list_head *next, *prev;
} OF_KERNEL;

struct task_struct {
  s32 pid;
  s32 tgid;
  struct mm_struct* mm;
  char comm[16];
  struct list_head children;
  unsigned in_execve : 1;
  unsigned no_such_bit : 1;
  unsigned sched_reset_on_fork : 1;
  int no_such_member;
  short prio;  // an int in the kernel
} OF_KERNEL;

struct task_struct___older {
  long state;
} OF_KERNEL;

struct sk_buff {
  unsigned int len;
  unsigned char* data;
  union {
    struct {
      struct sk_buff* next;
    };
  };
  char pkt_type : 3;
  char cloned : 1;
  unsigned short protocol;
} OF_KERNEL;

struct no_such_struct {
  int member;
} OF_KERNEL;

struct net_device {
  char name[16];
  int ifindex;
} OF_KERNEL;

struct bpf_verifier_env___mine {
  u32 insn_idx;
} OF_KERNEL;

// The same size and place, another type: a number for an array.
struct file {
  u64 f_pos;
  u64 f_path;
} OF_KERNEL;

enum bpf_attach_type___mine { BPF_CGROUP_INET_EGRESS___mine = 100, BPF_NO_SUCH___mine = 101 };
enum no_such_enum { NO_SUCH_VALUE = 7 };
enum bpf_func_id___large { BPF_FUNC_map_lookup_elem___large = 0x100000000ULL };

typedef int (*no_such_function_t)(int);
typedef struct {
  int counter;
} atomic_t;
typedef u64 (*bpf_callback_t)(u64, u64, u64, u64, u64);

// All members, one of them with another size.
struct qspinlock___wrong {
  long locked;
};
struct list_head___same {
  struct list_head *next, *prev;
};

u64 sum;

#define ADD(number) sum += (u64)(number)

SEC("raw_tp/sys_enter") int offsets(void* ctx) {
  struct task_struct* task = (void*)bpf_get_current_task();
  u64 number = 0;
  bpf_core_read(&number, 4, &task->pid);
  ADD(number);
  bpf_core_read(&number, 8, &task->mm);
  ADD(number);
  bpf_core_read(&number, 1, &task->comm[5]);
  ADD(number);
  bpf_core_read(&number, 8, &task->children.prev);
  ADD(number);
  bpf_core_read(&number, 4, &task[1].tgid);
  ADD(number);
  return 0;
}

SEC("raw_tp/sys_enter") int missing_member(void* ctx) {
  struct task_struct* task = (void*)bpf_get_current_task();
  u64 number = 0;
  if (bpf_core_field_exists(task->no_such_member)) {
    bpf_core_read(&number, 4, &task->no_such_member);
    ADD(number);
  }
  if (bpf_core_field_exists(struct task_struct___older, state)) {
    struct task_struct___older* older = (void*)task;
    bpf_core_read(&number, 8, &older->state);
    ADD(number);
  }
  struct no_such_struct* none = (void*)task;
  if (bpf_core_field_exists(none->member)) {
    bpf_core_read(&number, 4, &none->member);
    ADD(number);
  }
  ADD(bpf_core_field_exists(task->mm) + bpf_core_field_exists(task->comm));
  return 0;
}

SEC("raw_tp/sys_enter") int bit_fields(void* ctx) {
  struct task_struct* task = (void*)bpf_get_current_task();
  ADD(BPF_CORE_READ_BITFIELD_PROBED(task, in_execve));
  ADD(BPF_CORE_READ_BITFIELD_PROBED(task, sched_reset_on_fork));
  struct sk_buff* skb = (void*)task;
  ADD(BPF_CORE_READ_BITFIELD_PROBED(skb, pkt_type));
  ADD(BPF_CORE_READ_BITFIELD_PROBED(skb, cloned));
  ADD(BPF_CORE_READ_BITFIELD_PROBED(skb, protocol));
  ADD(__builtin_preserve_field_info(task->pid, BPF_FIELD_SIGNED));
  ADD(__builtin_preserve_field_info(skb->len, BPF_FIELD_SIGNED));
  ADD(bpf_core_field_size(task->comm) + bpf_core_field_size(skb->len) + bpf_core_field_size(skb->data));
  ADD(bpf_core_field_offset(skb->next));
  ADD(bpf_core_field_size(task->comm[2]));
  return 0;
}

SEC("raw_tp/sys_enter") int types(void* ctx) {
  ADD(bpf_core_type_exists(struct task_struct) + bpf_core_type_exists(struct no_such_struct));
  ADD(bpf_core_type_exists(atomic_t) + bpf_core_type_exists(no_such_function_t));
  ADD(bpf_core_type_exists(bpf_callback_t) + bpf_core_type_exists(enum bpf_attach_type___mine));
  ADD(bpf_core_type_size(struct task_struct) + bpf_core_type_size(struct sk_buff));
  ADD(bpf_core_type_size(atomic_t));
  ADD(bpf_core_type_id_local(struct task_struct) != 0);
  ADD(bpf_core_type_id_kernel(struct task_struct));
  ADD(bpf_core_type_id_kernel(struct net_device));
  return 0;
}

SEC("raw_tp/sys_enter") int matches(void* ctx) {
  ADD(__builtin_preserve_type_info(*(struct list_head___same*)0, 2));
  ADD(__builtin_preserve_type_info(*(struct qspinlock___wrong*)0, 2));
  ADD(__builtin_preserve_type_info(*(struct task_struct*)0, 2));
  ADD(__builtin_preserve_type_info(*(struct mm_struct*)0, 2));
  ADD(__builtin_preserve_type_info(*(struct net_device*)0, 2));
  ADD(__builtin_preserve_type_info(*(atomic_t*)0, 2));
  ADD(__builtin_preserve_type_info(*(bpf_callback_t*)0, 2));
  ADD(__builtin_preserve_type_info(*(struct no_such_struct*)0, 2));
  return 0;
}

SEC("raw_tp/sys_enter") int values(void* ctx) {
  ADD(bpf_core_enum_value_exists(enum bpf_attach_type___mine, BPF_CGROUP_INET_EGRESS___mine));
  ADD(bpf_core_enum_value(enum bpf_attach_type___mine, BPF_CGROUP_INET_EGRESS___mine));
  if (bpf_core_enum_value_exists(enum bpf_attach_type___mine, BPF_NO_SUCH___mine))
    ADD(bpf_core_enum_value(enum bpf_attach_type___mine, BPF_NO_SUCH___mine));
  if (bpf_core_enum_value_exists(enum no_such_enum, NO_SUCH_VALUE))
    ADD(bpf_core_enum_value(enum no_such_enum, NO_SUCH_VALUE));
  ADD(bpf_core_enum_value(enum bpf_func_id___large, BPF_FUNC_map_lookup_elem___large));
  return 0;
}

// Loads and stores whose offset, and perhaps whose size, is changed.
SEC("tp_btf/sys_enter") int accesses(u64* ctx) {
  struct task_struct* task = bpf_get_current_task_btf();
  struct file* file = (void*)ctx[0];
  ADD(task->pid);
  ADD(task->mm != 0);
  ADD(task->comm[3]);
  ADD(task->children.next != 0);
  return 0;
}

SEC("tp_btf/sys_enter") int narrower(u64* ctx) {
  struct task_struct* task = bpf_get_current_task_btf();
  ADD(task->prio);
  return 0;
}

char gpl_license[] SEC("license") = "GPL";
