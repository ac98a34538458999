// SPDX-License-Identifier: Apache-2.0
// The context: allowed fields, offsets the compiler computes, and what may be written or returned.
#include "programs.h"

SEC("tc") int fields_by_switch(struct __sk_buff* ctx) {
  u32 got;
  switch (ctx->ifindex & 3) {
    case 1:
      got = ctx->mark;
      break;
    case 2:
      got = ctx->hash;
      break;
    case 3:
      got = ctx->priority;
      break;
    default:
      got = ctx->len;
  }
  return got & 1;
}

SEC("tc") int field_by_index(struct __sk_buff* ctx) { return ctx->cb[ctx->mark & 3] & 1; }

SEC("tc") int field_written(struct __sk_buff* ctx) {
  ctx->mark = ctx->hash + 1;
  ctx->cb[2] = 5;
  return 0;
}

SEC("tc") int field_read_only(struct __sk_buff* ctx) {
  *(volatile u32*)&ctx->len = 5;
  return 0;
}

SEC("tc") int beyond_the_fields(struct __sk_buff* ctx) { return *(volatile u32*)((u8*)ctx + 4000); }

SEC("xdp") int number_stored_in_context(struct xdp_md* ctx) {
  *(volatile u32*)&ctx->rx_queue_index = 5;
  return XDP_PASS;
}

SEC("cgroup_skb/egress") int returns_too_much(struct __sk_buff* ctx) { return 7; }

SEC("cgroup/sock_create") int returns_unknown(struct bpf_sock* ctx) {
  u64 got = ctx->family;
  opaque(got);
  return got;
}

SEC("cgroup/connect4") int returns_one_or_zero(struct bpf_sock_addr* ctx) {
  return ctx->user_port != 80;
}

SEC("xdp") int returns_pointer(struct xdp_md* ctx) {
  u64 got = (u64)ctx;
  opaque(got);
  return got;
}

SEC("xdp") int never_returns_a_value(struct xdp_md* ctx) {
  asm volatile("r0 = *(u32 *)(r1 + 0); if r0 > 5 goto +0; exit" ::: "r0");
  return XDP_PASS;
}

SEC("socket") int classic_load(struct __sk_buff* ctx) {
  unsigned long long load_byte(void* skb, unsigned long long offset) asm("llvm.bpf.load.byte");
  return load_byte(ctx, 14) & 1;
}

char bpf_license[] SEC("license") = "GPL";
