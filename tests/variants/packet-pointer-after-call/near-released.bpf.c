// SPDX-License-Identifier: Apache-2.0
// A record of a ring buffer is used after it was handed in: void as well, and no packet.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static void* (*bpf_ringbuf_reserve)(void* ring, unsigned long size,
                                    unsigned long flags) = (void*)131;
static void (*bpf_ringbuf_submit)(void* record, unsigned long flags) = (void*)132;

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} ring __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int hand_in(struct xdp_md* ctx) {
  unsigned int* record = bpf_ringbuf_reserve(&ring, 8, 0);
  if (!record) return XDP_PASS;
  record[0] = ctx->rx_queue_index;
  bpf_ringbuf_submit(record, 0);
  return record[0] ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
