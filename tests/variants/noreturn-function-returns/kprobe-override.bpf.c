// SPDX-License-Identifier: Apache-2.0
// A helper of kprobes, declared as if it ended the program.
// logs: 19-v3@6.12 22-v2@7.2 22-v3@7.3
/* names: bpf_send_signal */
#include <linux/bpf.h>

static __attribute__((noreturn)) void (*bpf_send_signal)(unsigned int signal) = (void*)109;

struct registers {
  unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
};

__attribute__((section("kprobe/do_unlinkat"), used)) int stop(struct registers* ctx) {
  unsigned long first = ctx->di, second = ctx->si;
  if (first == 0) bpf_send_signal(9); /* check */ /* use */
  if (second == 77) bpf_send_signal(15);          /* use */
  return first != second;                         /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
