// SPDX-License-Identifier: Apache-2.0
// Sizes, pointers and program types that helpers insist on.
#include "programs.h"

SEC("tp/syscalls/sys_enter_execve") int size_signed(void* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  int size = *(volatile int*)&found->index;
  if (size > 48) size = 48;
  return bpf_probe_read_kernel(found->bytes, size, ctx);
}

SEC("tp/syscalls/sys_enter_execve") int size_masked(void* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  return bpf_probe_read_kernel(found->bytes, found->index & 31, ctx);
}

SEC("tp/syscalls/sys_enter_execve") int size_beyond(void* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  return bpf_probe_read_kernel(found->bytes, found->index & 63, ctx);
}

SEC("tc") int size_may_be_zero(struct __sk_buff* ctx) {
  u8 bytes[208];
  u64 size = ctx->mark;
  if (size > 200) return 0;
  opaque(size);
  return bpf_skb_load_bytes(ctx, 0, bytes, size);
}

SEC("tc") int size_in_range(struct __sk_buff* ctx) {
  u8 bytes[208];
  u64 size = ctx->mark;
  opaque(size);
  if (size < 1 || size > 200) return 0;
  return bpf_skb_load_bytes(ctx, 0, bytes, size);
}

SEC("xdp") int helper_of_other_type(struct xdp_md* ctx) {
  u8 bytes[8] = {};
  return bpf_skb_load_bytes(ctx, 0, bytes, 8);
}

SEC("xdp") int number_for_pointer(struct xdp_md* ctx) {
  void* nowhere = (void*)(long)ctx->rx_queue_index;
  return bpf_map_lookup_elem(&by_key, nowhere) ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int map_for_value(struct xdp_md* ctx) {
  u64 key = 1;
  return bpf_map_update_elem(&by_key, &key, ctx, BPF_ANY);
}

SEC("tc") int unknown_helper(struct __sk_buff* ctx) {
  static int (*const nothing)(void*) = (void*)999;
  return nothing(ctx);
}

SEC("tp/syscalls/sys_enter_execve") int registers_gone_after_call(void* ctx) {
  u64 got;
  asm volatile("r4 = 1; call %[clock]; %0 = r4"
               : "=r"(got)
               : [clock] "i"(BPF_FUNC_ktime_get_ns)
               : "r0", "r1", "r2", "r3", "r4", "r5");
  return got;
}

char bpf_license[] SEC("license") = "GPL";
