// SPDX-License-Identifier: Apache-2.0
// Instructions that no compiler writes: forms that kernels refuse, and the area of stack arguments.
#include "programs.h"

SEC("tc") int atomic_unknown(struct __sk_buff* ctx) {
  // An atomic operation 0x77 on 8 bytes of stack.
  asm volatile("*(u64*)(r10 - 8) = 0; r1 = 0; .8byte 0x00000077fff81adb" ::: "r1");
  return 0;
}

SEC("tc") int atomic_of_two_bytes(struct __sk_buff* ctx) {
  asm volatile("*(u64*)(r10 - 8) = 0; r1 = 0; .8byte 0x00000000fff81acb" ::: "r1");
  return 0;
}

SEC("tc") int may_goto_with_number(struct __sk_buff* ctx) {
  asm volatile(".8byte 0x00000007000000e5");
  return 0;
}

SEC("tc") int cast_between_other_spaces(struct __sk_buff* ctx) {
  asm volatile(".8byte 0x00000005000111bf" ::: "r1");
  return 0;
}

// R11 + 8 is the sixth argument of this function, R11 - 8 that of the one it calls.
SEC("tc") int sixth_of_main(struct __sk_buff* ctx) {
  asm volatile(".8byte 0x000000000008b079" ::: "r0");
  return 0;
}

SEC("tc") int thirteenth_argument(struct __sk_buff* ctx) {
  asm volatile(".8byte 0x00000000ffc01b7b");
  return 0;
}

SEC("tc") int read_after_write(struct __sk_buff* ctx) {
  asm volatile(".8byte 0x00000000fff81b7b; .8byte 0x000000000008b079" ::: "r0");
  return 0;
}

SEC("socket") int classic_load_without_context(struct __sk_buff* ctx) {
  asm volatile("r6 = 1; r0 = *(u8 *)skb[14]" ::: "r0", "r1", "r2", "r3", "r4", "r5", "r6");
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
