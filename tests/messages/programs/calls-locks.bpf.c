// Locks and read sections that are taken, left or used in ways that the kernel refuses.
#include "programs.h"

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;
extern void bpf_preempt_disable(void) __ksym __weak;
extern void bpf_preempt_enable(void) __ksym __weak;
extern void bpf_local_irq_save(unsigned long* flags) __ksym __weak;
extern void bpf_local_irq_restore(unsigned long* flags) __ksym __weak;

struct bpf_res_spin_lock {
  u32 value;
};

extern int bpf_res_spin_lock(struct bpf_res_spin_lock* lock) __ksym __weak;
extern void bpf_res_spin_unlock(struct bpf_res_spin_lock* lock) __ksym __weak;
extern int bpf_res_spin_lock_irqsave(struct bpf_res_spin_lock* lock,
                                     unsigned long* flags) __ksym __weak;
extern void bpf_res_spin_unlock_irqrestore(struct bpf_res_spin_lock* lock,
                                           unsigned long* flags) __ksym __weak;

struct counter {
  u64 hits;
  struct bpf_spin_lock lock;
  u32 index;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct counter);
} counters SEC(".maps");

struct guarded {
  u64 hits;
  struct bpf_res_spin_lock lock;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct guarded);
} guardeds SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u32);
} next_programs SEC(".maps");

static __always_inline struct counter* counter_at(u32 index) {
  return bpf_map_lookup_elem(&counters, &index);
}

static __always_inline struct guarded* guarded_at(u32 index) {
  return bpf_map_lookup_elem(&guardeds, &index);
}

__noinline int global_double(int number) {
  opaque(number);
  return number * 2;
}

__noinline int global_sleeper(int number) {
  char bytes[8];
  return bpf_copy_from_user(bytes, sizeof bytes, (void*)(long)number);
}

SEC("tc") int tail_call_in_lock(struct __sk_buff* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  bpf_spin_lock(&value->lock);
  bpf_tail_call(ctx, &next_programs, 0);
  bpf_spin_unlock(&value->lock);
  return 0;
}

SEC("tc") int exit_in_read_section(struct __sk_buff* ctx) {
  bpf_rcu_read_lock();
  if (ctx->len > 100) return 1;
  bpf_rcu_read_unlock();
  return 0;
}

SEC("tc") int exit_without_preemption(struct __sk_buff* ctx) {
  bpf_preempt_disable();
  if (ctx->len > 100) return 1;
  bpf_preempt_enable();
  return 0;
}

SEC("tc") int exit_without_preemption_twice(struct __sk_buff* ctx) {
  bpf_preempt_disable();
  bpf_preempt_disable();
  return 0;
}

SEC("tc") int exit_without_irqs(struct __sk_buff* ctx) {
  unsigned long flags;
  bpf_local_irq_save(&flags);
  if (ctx->len > 100) return 1;
  bpf_local_irq_restore(&flags);
  return 0;
}

SEC("tc") int extra_read_unlock(struct __sk_buff* ctx) {
  bpf_rcu_read_lock();
  bpf_rcu_read_unlock();
  bpf_rcu_read_unlock();
  return 0;
}

SEC("tc") int nested_read_lock(struct __sk_buff* ctx) {
  bpf_rcu_read_lock();
  bpf_rcu_read_lock();
  bpf_rcu_read_unlock();
  bpf_rcu_read_unlock();
  return 0;
}

SEC("tc") int extra_preempt_enable(struct __sk_buff* ctx) {
  bpf_preempt_disable();
  bpf_preempt_enable();
  bpf_preempt_enable();
  return 0;
}

SEC("tc") int global_in_lock(struct __sk_buff* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  bpf_spin_lock(&value->lock);
  value->hits = global_double(ctx->len);
  bpf_spin_unlock(&value->lock);
  return 0;
}

SEC("tc") int global_without_preemption(struct __sk_buff* ctx) {
  bpf_preempt_disable();
  int number = global_double(ctx->len);
  bpf_preempt_enable();
  return number;
}

SEC("tc") int global_without_irqs(struct __sk_buff* ctx) {
  unsigned long flags;
  bpf_local_irq_save(&flags);
  int number = global_double(ctx->len);
  bpf_local_irq_restore(&flags);
  return number;
}

SEC("syscall") int sleep_in_read_section(void* ctx) {
  char bytes[8];
  bpf_rcu_read_lock();
  bpf_copy_from_user(bytes, sizeof bytes, 0);
  bpf_rcu_read_unlock();
  return bytes[0];
}

SEC("syscall") int sleep_without_preemption(void* ctx) {
  char bytes[8];
  bpf_preempt_disable();
  bpf_copy_from_user(bytes, sizeof bytes, 0);
  bpf_preempt_enable();
  return bytes[0];
}

SEC("syscall") int sleep_without_irqs(void* ctx) {
  char bytes[8];
  unsigned long flags;
  bpf_local_irq_save(&flags);
  bpf_copy_from_user(bytes, sizeof bytes, 0);
  bpf_local_irq_restore(&flags);
  return bytes[0];
}

SEC("syscall") int global_sleeper_in_read_section(void* ctx) {
  bpf_rcu_read_lock();
  int got = global_sleeper(1);
  bpf_rcu_read_unlock();
  return got;
}

SEC("kprobe") int sleep_in_kprobe(void* ctx) {
  char bytes[8];
  bpf_copy_from_user(bytes, sizeof bytes, 0);
  return bytes[0];
}

SEC("tc") int lock_of_none(struct __sk_buff* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  bpf_spin_unlock(&value->lock);
  return 0;
}

SEC("tc") int two_locks(struct __sk_buff* ctx) {
  struct counter *first = counter_at(0), *second = counter_at(1);
  if (!first || !second) return 0;
  bpf_spin_lock(&first->lock);
  bpf_spin_lock(&second->lock);
  bpf_spin_unlock(&second->lock);
  bpf_spin_unlock(&first->lock);
  return 0;
}

SEC("tc") int unlock_another(struct __sk_buff* ctx) {
  struct counter *first = counter_at(0), *second = counter_at(1);
  if (!first || !second) return 0;
  bpf_spin_lock(&first->lock);
  bpf_spin_unlock(&second->lock);
  return 0;
}

SEC("tc") int res_lock_twice(struct __sk_buff* ctx) {
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  if (bpf_res_spin_lock(&value->lock)) return 0;
  if (bpf_res_spin_lock(&value->lock)) {
    bpf_res_spin_unlock(&value->lock);
    return 0;
  }
  bpf_res_spin_unlock(&value->lock);
  bpf_res_spin_unlock(&value->lock);
  return 0;
}

SEC("tc") int res_unlock_out_of_order(struct __sk_buff* ctx) {
  struct guarded *first = guarded_at(0), *second = guarded_at(1);
  if (!first || !second) return 0;
  if (bpf_res_spin_lock(&first->lock)) return 0;
  if (bpf_res_spin_lock(&second->lock)) {
    bpf_res_spin_unlock(&first->lock);
    return 0;
  }
  bpf_res_spin_unlock(&first->lock);
  bpf_res_spin_unlock(&second->lock);
  return 0;
}

SEC("tc") int res_unlock_of_none(struct __sk_buff* ctx) {
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  bpf_res_spin_unlock(&value->lock);
  return 0;
}

SEC("tc") int res_irq_flag_to_native(struct __sk_buff* ctx) {
  unsigned long flags;
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  if (bpf_res_spin_lock_irqsave(&value->lock, &flags)) return 0;
  bpf_local_irq_restore(&flags);
  return 0;
}

SEC("tc") int native_irq_flag_to_lock(struct __sk_buff* ctx) {
  unsigned long flags, other;
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  bpf_local_irq_save(&flags);
  if (bpf_res_spin_lock_irqsave(&value->lock, &other)) {
    bpf_local_irq_restore(&flags);
    return 0;
  }
  bpf_res_spin_unlock_irqrestore(&value->lock, &flags);
  return 0;
}

SEC("tc") int irq_out_of_order(struct __sk_buff* ctx) {
  unsigned long first, second;
  bpf_local_irq_save(&first);
  bpf_local_irq_save(&second);
  bpf_local_irq_restore(&first);
  bpf_local_irq_restore(&second);
  return 0;
}

SEC("tc") int res_lock_at_wrong_offset(struct __sk_buff* ctx) {
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  if (bpf_res_spin_lock((void*)value)) return 0;
  bpf_res_spin_unlock((void*)value);
  return 0;
}

SEC("tc") int res_lock_at_any_offset(struct __sk_buff* ctx) {
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  struct bpf_res_spin_lock* lock = (void*)value + (ctx->len & 8);
  if (bpf_res_spin_lock(lock)) return 0;
  bpf_res_spin_unlock(lock);
  return 0;
}

SEC("tc") int lock_at_any_offset(struct __sk_buff* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  struct bpf_spin_lock* lock = (void*)value + (ctx->len & 8);
  bpf_spin_lock(lock);
  bpf_spin_unlock(lock);
  return 0;
}

SEC("tc") int res_lock_field_written(struct __sk_buff* ctx) {
  struct guarded* value = guarded_at(0);
  if (!value) return 0;
  value->lock.value = 0;
  return 0;
}

SEC("tc") int lock_in_plain_entry(struct __sk_buff* ctx) {
  u32 index = 0;
  struct entry* value = bpf_map_lookup_elem(&entries, &index);
  if (!value) return 0;
  bpf_spin_lock((void*)value);
  bpf_spin_unlock((void*)value);
  return 0;
}

SEC("tc") int res_lock_in_plain_entry(struct __sk_buff* ctx) {
  u32 index = 0;
  struct entry* value = bpf_map_lookup_elem(&entries, &index);
  if (!value) return 0;
  if (bpf_res_spin_lock((void*)value)) return 0;
  bpf_res_spin_unlock((void*)value);
  return 0;
}

SEC("kprobe") int lock_in_kprobe(void* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  value->hits++;
  return 0;
}

SEC("socket") int lock_in_socket_filter(struct __sk_buff* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  value->hits++;
  return 0;
}

SEC("lsm.s/bprm_committed_creds") int lock_in_sleepable(void* ctx) {
  struct counter* value = counter_at(0);
  if (!value) return 0;
  value->hits++;
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
