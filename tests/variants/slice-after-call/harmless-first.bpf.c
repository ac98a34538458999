// SPDX-License-Identifier: Apache-2.0
// Writing into a record leaves its slices alone; giving it up does not.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: bpf_ringbuf_discard_dynptr */
#include <linux/bpf.h>

static long (*bpf_ringbuf_reserve_dynptr)(void* ring, unsigned int size, unsigned long long flags,
                                          struct bpf_dynptr* to) = (void*)198;
static void (*bpf_ringbuf_submit_dynptr)(struct bpf_dynptr* record,
                                         unsigned long long flags) = (void*)199;
static void (*bpf_ringbuf_discard_dynptr)(struct bpf_dynptr* record,
                                          unsigned long long flags) = (void*)200;
static void* (*bpf_dynptr_data)(const struct bpf_dynptr* from, unsigned int offset,
                                unsigned int size) = (void*)203;
static long (*bpf_dynptr_write)(const struct bpf_dynptr* to, unsigned int offset, void* from,
                                unsigned int size, unsigned long long flags) = (void*)202;

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} events __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int write_and_give_up(struct __sk_buff* skb) {
  struct bpf_dynptr entry;
  unsigned int mark = 4;
  if (bpf_ringbuf_reserve_dynptr(&events, 24, 0, &entry)) {
    bpf_ringbuf_submit_dynptr(&entry, 0);
    return 0;
  }
  unsigned int* seen = bpf_dynptr_data(&entry, 4, 4);
  if (!seen) {
    bpf_ringbuf_submit_dynptr(&entry, 0);
    return 0;
  }
  bpf_dynptr_write(&entry, 0, &mark, sizeof mark, 0);
  bpf_ringbuf_discard_dynptr(&entry, 0); /* check */
  return *seen & 1;                      /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
