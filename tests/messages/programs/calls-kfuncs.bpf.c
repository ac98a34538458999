// Calls of kernel functions that the kernel cannot resolve, and uses of descriptor lists, as an odd
// loader or generator would write them.
#include "programs.h"

#define exit_0 "r0 = 0; exit;"

// call, source register 2 (a kernel function), offset and id as given.
SEC("tc") __attribute__((naked)) int kfunc_of_no_id(void) { asm volatile(".8byte 0x2085;" exit_0); }

SEC("tc") __attribute__((naked)) int kfunc_that_is_a_type(void) {
  asm volatile(".8byte 0x0000000100002085;" exit_0);
}

SEC("tc") __attribute__((naked)) int kfunc_of_negative_id(void) {
  asm volatile(".8byte 0xfffffffe00002085;" exit_0);
}

SEC("tc") __attribute__((naked)) int kfunc_of_module_without_list(void) {
  asm volatile(".8byte 0x0000000100012085;" exit_0);
}

SEC("tc") __attribute__((naked)) int kfunc_at_negative_offset(void) {
  asm volatile(".8byte 0x00000001ffff2085;" exit_0);
}

// ldimm64, source register 5 (an index into the list of descriptors).
SEC("tc") __attribute__((naked)) int map_index_without_list(void) {
  asm volatile(".8byte 0x0000000000005118; .8byte 0;" exit_0);
}

// A helper that no kernel has.
SEC("tc") __attribute__((naked)) int helper_of_no_kernel(void) {
  asm volatile("call 4000;" exit_0);
}

struct xdp_md;
extern int bpf_xdp_metadata_rx_timestamp(const struct xdp_md* ctx, u64* timestamp) __ksym __weak;

SEC("xdp") int metadata_without_device(struct xdp_md* ctx) {
  u64 timestamp = 0;
  bpf_xdp_metadata_rx_timestamp(ctx, &timestamp);
  return XDP_PASS;
}

struct task_struct {
  int pid;
} __attribute__((preserve_access_index));

extern struct task_struct* bpf_task_from_pid(s32 pid) __ksym __weak;
extern void bpf_task_release(struct task_struct* task) __ksym __weak;
extern int bpf_copy_from_user_str(void* to, u32 to__sz, const void* from, u64 flags) __ksym __weak;
extern void bpf_throw(u64 cookie) __ksym __weak;

SEC("xdp") int kfunc_of_other_type(struct xdp_md* ctx) {
  struct task_struct* task = bpf_task_from_pid(1);
  if (task) bpf_task_release(task);
  return XDP_PASS;
}

SEC("kprobe") int sleepable_kfunc_in_kprobe(void* ctx) {
  char bytes[8] = {};
  bpf_copy_from_user_str(bytes, sizeof bytes, 0, 0);
  return bytes[0];
}

SEC("syscall") int task_released_twice(void* ctx) {
  struct task_struct* task = bpf_task_from_pid(1);
  if (!task) return 0;
  bpf_task_release(task);
  bpf_task_release(task);
  return 0;
}

SEC("tc") int task_leaked(struct __sk_buff* ctx) {
  struct task_struct* task = bpf_task_from_pid(1);
  return task != 0;
}

struct bpf_iter_task {
  u64 words[3];
};

extern int bpf_iter_task_new(struct bpf_iter_task* iterator, struct task_struct* task,
                             u32 flags) __ksym __weak;
extern struct task_struct* bpf_iter_task_next(struct bpf_iter_task* iterator) __ksym __weak;
extern void bpf_iter_task_destroy(struct bpf_iter_task* iterator) __ksym __weak;

SEC("syscall") int tasks_outside_read_section(void* ctx) {
  struct bpf_iter_task iterator;
  bpf_iter_task_new(&iterator, 0, 0);
  bpf_iter_task_next(&iterator);
  bpf_iter_task_destroy(&iterator);
  return 0;
}

extern void* bpf_rdonly_cast(const void* pointer, u32 type) __ksym __weak;

SEC("tc") int cast_to_number_type(struct __sk_buff* ctx) {
  return *(int*)bpf_rdonly_cast(ctx, 3) == 1;
}

SEC("tc") int cast_to_no_type(struct __sk_buff* ctx) {
  return *(int*)bpf_rdonly_cast(ctx, 0x7fffffff) == 1;
}

static long throw_in_loop(u32 index, void* ctx) {
  bpf_throw(index);
  return 0;
}

SEC("tc") int throw_in_callback(struct __sk_buff* ctx) {
  bpf_loop(4, throw_in_loop, 0, 0);
  return 0;
}

SEC("cgroup/getsockopt") int pointer_as_retval(struct bpf_sockopt* ctx) {
  bpf_set_retval((long)ctx);
  return 1;
}

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

SEC("syscall") int sleepable_kfunc_in_read_section(void* ctx) {
  char bytes[8] = {};
  bpf_rcu_read_lock();
  bpf_copy_from_user_str(bytes, sizeof bytes, 0, 0);
  bpf_rcu_read_unlock();
  return bytes[0];
}

char bpf_license[] SEC("license") = LICENSE;
