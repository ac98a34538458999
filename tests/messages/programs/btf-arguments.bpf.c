// SPDX-License-Identifier: Apache-2.0
// Functions and arguments that kernels refuse in words that no pair of programs in a page brings out.
#include "programs.h"

#define tagged(tag) __attribute__((btf_decl_tag("arg:" tag)))
#define separate __attribute__((noinline))

struct irq_info {
  int irq;
};

union nf_inet_addr {
  int ip;
};

separate int of_unknown_tag(int least, struct entry* of tagged("borrowed")) {
  return of && of->count > least;
}

separate int of_two_tags(int least, void* of tagged("untrusted") tagged("nonnull")) {
  return of && *(int*)of > least;
}

separate int of_arena_and_more(int least, void* of tagged("arena") tagged("nonnull")) {
  return of && *(int*)of > least;
}

separate int of_several_types(int least, struct irq_info* of tagged("trusted")) {
  return of->irq > least;
}

separate int of_union(int least, union nf_inet_addr* of tagged("untrusted")) {
  return of->ip > least;
}

separate int of_context(struct xdp_md* ctx) {
  opaque(ctx);
  return ctx->ingress_ifindex;
}

SEC("xdp") int unknown_tag(struct xdp_md* ctx) {
  struct entry found = {};
  return of_unknown_tag(ctx->rx_queue_index, &found);
}

SEC("xdp") int untrusted_and_more(struct xdp_md* ctx) {
  struct entry found = {};
  return of_two_tags(ctx->rx_queue_index, &found);
}

SEC("xdp") int arena_and_more(struct xdp_md* ctx) {
  struct entry found = {};
  return of_arena_and_more(ctx->rx_queue_index, &found);
}

SEC("tp_btf/sched_wakeup") int several_types(u64* ctx) {
  struct irq_info* woken = (void*)ctx[0];
  bpf_printk("%d", of_several_types(1, woken));
  return 0;
}

SEC("tp_btf/sched_wakeup") int kernel_union(u64* ctx) {
  union nf_inet_addr* woken = (void*)ctx[0];
  bpf_printk("%d", of_union(1, woken));
  return 0;
}

SEC("xdp") int number_for_context(struct xdp_md* ctx) {
  return of_context((void*)(u64)ctx->rx_queue_index);
}

SEC("xdp") int stack_for_context(struct xdp_md* ctx) {
  struct xdp_md copy = {};
  return of_context(&copy);
}

SEC("xdp") int write_to_map(struct xdp_md* ctx) {
  *(volatile u32*)&entries = 1;
  return XDP_PASS;
}

char bpf_license[] SEC("license") = LICENSE;
