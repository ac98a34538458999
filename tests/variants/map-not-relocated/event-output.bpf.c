// SPDX-License-Identifier: Apache-2.0
// The map is the second argument of this call.
// logs: 13-v2@5.10 15-v2@6.1 19-v3@7.2
/* names: R2, bpf_perf_event_output */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

struct pt_regs;
static long (*bpf_perf_event_output)(void*, void*, unsigned long long, void*, unsigned long long) = (void*)25;
static unsigned long long (*bpf_get_current_pid_tgid)(void) = (void*)14;

struct exec_event {
  unsigned long long who;
};

SEC("kprobe/do_exit") int report_exit(struct pt_regs* regs) {
  struct exec_event event = {bpf_get_current_pid_tgid()};
  void* channel;
  asm volatile("%0 = 0 ll" : "=r"(channel));                                    /* check */
  bpf_perf_event_output(regs, channel, 0xffffffffULL, &event, sizeof event);    /* use */
  return 0;
}

char _license[] SEC("license") = "GPL";
