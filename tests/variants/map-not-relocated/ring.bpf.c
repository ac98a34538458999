// SPDX-License-Identifier: Apache-2.0
// A ring buffer.
// logs: 19-v2@6.1 16-v2@6.12 22-v3@6.18
/* names: R1, bpf_ringbuf_output */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

static long (*bpf_ringbuf_output)(void*, void*, unsigned long long, unsigned long long) = (void*)130;
static long (*bpf_get_current_comm)(void*, unsigned) = (void*)16;

SEC("raw_tp/sched_process_exec") int on_exec(void* ctx) {
  char name[16] = {};
  bpf_get_current_comm(name, sizeof name);
  void* ring;
  asm volatile("%0 = 0 ll" : "=r"(ring));            /* check */
  bpf_ringbuf_output(ring, name, sizeof name, 0);    /* use */
  return 0;
}

char _license[] SEC("license") = "GPL";
