// SPDX-License-Identifier: Apache-2.0
// In a function that is called, of a tracepoint program.
// logs: 19-v3@6.12 19-v3@6.18 22-v2@7.2
/* names: bpf_send_signal, takes it away */
#include <linux/bpf.h>

static __attribute__((noreturn)) void (*bpf_send_signal)(unsigned int signal) = (void*)109;

struct wakeup {
  unsigned long common;
  char name[16];
  int pid, priority, cpu;
};

__attribute__((noinline)) static int ratio(struct wakeup* ctx) {
  int priority = ctx->priority, cpu = ctx->cpu;
  if (priority > 100) bpf_send_signal(9); /* check */ /* use */
  if (cpu == 1) bpf_send_signal(15);                  /* use */
  return priority + cpu;                              /* use */
}

__attribute__((section("tracepoint/sched/sched_wakeup"), used)) int wake(struct wakeup* ctx) {
  return ratio(ctx);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
