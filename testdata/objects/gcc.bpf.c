// For GCC, whose headers are not libbpf's: calls, a callback, a map, global data, CO-RE.
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
static void *(*const lookup)(void *, const void *) = (void *)1;
static long (*const loop)(__u32, void *, void *, __u64) = (void *)181;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  __u32 *key;
  __u64 *value;
} counts SEC(".maps");

struct task_struct {
  int pid;
  struct task_struct *group_leader;
  unsigned in_execve : 1;
} __attribute__((preserve_access_index));

__u64 zeros;
__u32 start = 5, other = 7;

static NOINLINE int last(int number) { return number * 31; }
NOINLINE int global_one(int number) { return last(number) + start + other; }

static int each(__u32 index, void *context) {
  *(__u64 *)context += index;
  return last(index);
}

SEC("socket") int count(struct __sk_buff *skb) {
  __u32 key = 1;
  __u64 *value = lookup(&counts, &key), sum = 0;
  if (value) *value += global_one(skb->len);
  loop(4, each, &sum, 0);
  zeros += sum;
  return last(skb->len);
}

SEC("tp_btf/sched_switch") int switched(__u64 *context) {
  struct task_struct *task = (void *)context[1];
#if __GNUC__ >= 14 || defined(__clang__)
  if (!__builtin_preserve_field_info(task->in_execve, 2)) return 0;
#endif
  return task->group_leader->pid;
}
char _license[] SEC("license") = "GPL";
