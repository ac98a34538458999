// SPDX-License-Identifier: Apache-2.0
// A record that is no slice is used after it was handed in.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static void* (*bpf_ringbuf_reserve)(void* ring, unsigned long size,
                                    unsigned long flags) = (void*)131;
static void (*bpf_ringbuf_submit)(void* record, unsigned long flags) = (void*)132;

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} events __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int send_and_look(struct __sk_buff* skb) {
  unsigned int* record = bpf_ringbuf_reserve(&events, 8, 0);
  if (!record) return 0;
  record[0] = skb->len;
  bpf_ringbuf_submit(record, 0);
  return record[0] & 1;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
