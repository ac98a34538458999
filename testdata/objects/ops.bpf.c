// What the kernel calls by a table: struct_ops. Its programs stand in sections of their own, its
// tables in others, which relocations fill.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct sock {
  unsigned sk_pacing_status;
} __attribute__((preserve_access_index));

struct tcp_congestion_ops {
  __u32 (*ssthresh)(struct sock *sk);
  void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
  __u32 (*undo_cwnd)(struct sock *sk);
  void (*init)(struct sock *sk);
  char name[16];
};

extern __u32 tcp_reno_undo_cwnd(struct sock *sk) __ksym;
extern void tcp_reno_cong_avoid(struct sock *sk, __u32 ack, __u32 acked) __ksym;

__u32 counts[2];

static __noinline void count(unsigned number) { counts[number & 1]++; }

SEC("struct_ops/started")
void started(__u64 *arguments) {
  struct sock *sk = (void *)arguments[0];
  count(sk->sk_pacing_status);
}
SEC("struct_ops") __u32 threshold(__u64 *arguments) { return 10; }
SEC("struct_ops")
void avoid(__u64 *arguments) {
  tcp_reno_cong_avoid((void *)arguments[0], arguments[1], arguments[2]);
}
SEC("struct_ops") __u32 undone(__u64 *arguments) {
  count(1);
  return tcp_reno_undo_cwnd((void *)arguments[0]);
}
SEC("?struct_ops.s") __u32 never(__u64 *arguments) { return 1; }

SEC(".struct_ops")
struct tcp_congestion_ops first = {.init = (void *)started, .ssthresh = (void *)threshold,
    .cong_avoid = (void *)avoid, .undo_cwnd = (void *)undone, .name = "first"};
SEC(".struct_ops.link")
struct tcp_congestion_ops second = {.ssthresh = (void *)threshold, .cong_avoid = (void *)avoid,
    .undo_cwnd = (void *)undone, .name = "second"};
SEC("?.struct_ops.link")
struct tcp_congestion_ops third = {.ssthresh = (void *)never, .name = "third"};

char _license[] SEC("license") = "GPL";
