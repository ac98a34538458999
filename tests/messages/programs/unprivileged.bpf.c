// SPDX-License-Identifier: Apache-2.0
// What only those may do that have CAP_PERFMON or CAP_BPF: refused from an unprivileged user.
#include "programs.h"

SEC("socket") int pointer_to_map(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  found->stamp = (u64)(long)found;
  return 0;
}

SEC("socket") int context_to_map(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (found) found->stamp = (u64)(long)ctx;
  return 0;
}

SEC("socket") int pointer_returned(struct __sk_buff* ctx) {
  u64 address = (u64)(long)ctx;
  opaque(address);
  return (int)address;
}

SEC("socket") int whole_pointer_returned(struct __sk_buff* ctx) {
  asm volatile("r0 = r1; exit" ::: "r0");
  return 0;
}

SEC("socket") int pointers_compared(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  u64 address = (u64)(long)found;
  opaque(address);
  return address > 4096;
}

SEC("socket") int pointer_and_number_compared(struct __sk_buff* ctx) {
  u64 address = (u64)(long)ctx;
  opaque(address);
  return address == 4096;
}

SEC("socket") int stack_indexed(struct __sk_buff* ctx) {
  u8 bytes[16] = {};
  u64 at = ctx->len;
  opaque(at);
  at &= 15;
  bytes[at] = 1;
  return bytes[at ^ 3];
}

SEC("socket") int stack_passed_at_offset(struct __sk_buff* ctx) {
  u8 bytes[32] = {};
  u64 at = ctx->len;
  opaque(at);
  at &= 15;
  return bpf_skb_load_bytes(ctx, 0, bytes + at, 4);
}

SEC("socket") int stack_beyond(struct __sk_buff* ctx) {
  u64 found;
  asm volatile("%0 = r10; %0 += -600; r0 = 0" : "=r"(found)::"r0");
  opaque(found);
  return 0;
}

SEC("socket") int map_value_beyond(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  u8* far = (u8*)found;
  asm volatile("%0 += 4096" : "+r"(far));
  opaque(far);
  return 0;
}

SEC("socket") int two_limits_for_one_sum(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  u64 at = ctx->len;
  u32 mark = ctx->mark;
  opaque(at);
  if (mark)
    at &= 7;
  else
    at &= 31;
  u8* byte = found->bytes;
  asm volatile("%0 += %1" : "+r"(byte) : "r"(at));
  return *byte;
}

SEC("socket") int mixed_signs(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  s64 at = *(volatile s64*)&found->stamp;
  if (at < -4) return 0;
  if (at > 4) return 0;
  u8* byte = found->bytes + 8;
  asm volatile("%0 += %1" : "+r"(byte) : "r"(at));
  return *byte;
}

SEC("socket") int sum_of_masked_pointer(struct __sk_buff* ctx) {
  u64 key = 1;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  if (!found) return 0;
  u64 at = ctx->len;
  opaque(at);
  at &= 255;
  u8* byte = found->bytes;
  asm volatile("%0 += %1" : "+r"(byte) : "r"(at));
  return *byte;
}

SEC("socket") int pointer_partly_copied(struct __sk_buff* ctx) {
  asm volatile("w0 = w1" ::: "r0");
  return 0;
}

static __noinline int twice(int number) {
  opaque(number);
  return number * 2;
}

SEC("socket") int function_called(struct __sk_buff* ctx) {
  return twice(ctx->len);
}

SEC("socket") int loop_taken(struct __sk_buff* ctx) {
  u32 sum = 0;
  for (volatile int i = 0; i < 5; i++) sum += ctx->len;
  return sum;
}

SEC("socket") int spilled_pointer_partly_written(struct __sk_buff* ctx) {
  asm volatile("*(u64*)(r10 - 8) = r1; *(u32*)(r10 - 8) = 1; r0 = *(u64*)(r10 - 8)" ::: "r0");
  return 0;
}

SEC("socket") int map_pointer_printed(struct __sk_buff* ctx) {
  char text[8];
  long address = (long)&by_key;
  opaque(address);
  *(volatile long*)text = address;
  return 0;
}

SEC("kprobe/do_nanosleep") int other_type(void* ctx) {
  return 0;
}

SEC("cgroup_skb/egress") int packet_type(struct __sk_buff* ctx) {
  return ctx->tc_classid;
}

char bpf_license[] SEC("license") = LICENSE;
