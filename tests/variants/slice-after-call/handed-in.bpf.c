// SPDX-License-Identifier: Apache-2.0
// A record of a ring buffer is handed in, and then written.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: bpf_ringbuf_submit_dynptr */
#include <linux/bpf.h>

static long (*bpf_ringbuf_reserve_dynptr)(void* ring, unsigned int size, unsigned long long flags,
                                          struct bpf_dynptr* to) = (void*)198;
static void (*bpf_ringbuf_submit_dynptr)(struct bpf_dynptr* record,
                                         unsigned long long flags) = (void*)199;
static void (*bpf_ringbuf_discard_dynptr)(struct bpf_dynptr* record,
                                          unsigned long long flags) = (void*)200;
static void* (*bpf_dynptr_data)(const struct bpf_dynptr* from, unsigned int offset,
                                unsigned int size) = (void*)203;

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} events __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int send_length(struct __sk_buff* skb) {
  struct bpf_dynptr record;
  if (bpf_ringbuf_reserve_dynptr(&events, 16, 0, &record)) {
    bpf_ringbuf_discard_dynptr(&record, 0);
    return 0;
  }
  unsigned int* length = bpf_dynptr_data(&record, 0, 4);
  if (!length) {
    bpf_ringbuf_discard_dynptr(&record, 0);
    return 0;
  }
  bpf_ringbuf_submit_dynptr(&record, 0); /* check */
  *length = skb->len;                    /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
