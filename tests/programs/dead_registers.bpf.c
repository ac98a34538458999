// SPDX-License-Identifier: Apache-2.0
// Registers that are read where they have no value: a call took them away, near or far above, or
// nobody ever set them.
#include "programs.h"

#define CLOCK [clock] "i"(BPF_FUNC_ktime_get_ns)

SEC("tc") __attribute__((naked)) int after_helper(void) {
  asm volatile("r4 = 1; call %[clock]; r0 = r4; exit" ::CLOCK);
}

static __attribute__((noinline, used)) int doubled(int number) { return 2 * number; }

SEC("tc") __attribute__((naked)) int after_subprogram(void) {
  asm volatile("r3 = 7; r1 = r3; call doubled; r0 += r3; exit");
}

SEC("tc") __attribute__((naked)) int long_after(void) {
  asm volatile(
      "r6 = r1; r2 = *(u32 *)(r1 + 0); call %[clock]; r7 = r0; r7 &= 255;"
      "if r7 > 100 goto 1f; r7 += 3; r8 = *(u32 *)(r6 + 4); if r8 == 7 goto 1f; r7 += r8;"
      "*(u64 *)(r10 - 8) = r7; r9 = *(u64 *)(r10 - 8); r9 <<= 2; r9 += 1; r7 = r9; r0 = 0;"
      "if r9 == 0 goto 1f; r0 = r2; exit; 1: r0 = 0; exit" ::CLOCK);
}

SEC("tc") __attribute__((naked)) int in_a_loop(void) {
  asm volatile(
      "r6 = 0; r7 = 0; r1 = 5; 1: r7 += r1; call %[clock]; r6 += 1; if r6 < 4 goto 1b; r0 = r7;"
      "exit" ::CLOCK);
}

// The first parameter is the context; there is no second one.
SEC("xdp") int two_parameters(struct xdp_md* ctx, u64 length) {
  return length > 100 ? XDP_DROP : XDP_PASS;
}

SEC("kprobe") int third_parameter(void* ctx, u64 file, u64 count) { return count & 1; }

// The size was put in place before another call.
SEC("tc") __attribute__((naked)) int argument_forgotten(void) {
  asm volatile(
      "r1 = 5; *(u64 *)(r10 - 8) = r1; r2 = 8; call %[clock]; r1 = r10; r1 += -8; call %[write];"
      "r0 = 0; exit" ::CLOCK,
      [write] "i"(BPF_FUNC_trace_printk));
}

SEC("tc") __attribute__((naked)) int after_packet_load(void) {
  asm volatile("r6 = r1; r3 = 9; r0 = *(u8 *)skb[14]; r0 += r3; exit");
}

__attribute__((noinline)) int only_two(u32 a, u32 b) {
  int got;
  asm volatile("%0 = r3" : "=r"(got)::"r3");
  return got + a + b;
}

SEC("tc") int global_function(struct __sk_buff* ctx) { return only_two(ctx->len, 4); }

char bpf_license[] SEC("license") = "GPL";
