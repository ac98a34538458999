// SPDX-License-Identifier: Apache-2.0
// The index is a volatile member of a ring buffer's record, read once for the check and once more.
// logs: 13-v3@6.1 16-v2@6.12 22-v4@7.3
/* names: record->slot */ /* labels: MEM_BOUNDS source_bug */
#include <linux/bpf.h>

struct record {
  volatile unsigned int slot;
  unsigned int lanes[20];
};

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} records __attribute__((section(".maps"), used));

static void* (*bpf_ringbuf_reserve)(void*, unsigned long, unsigned long) = (void*)131;
static void (*bpf_ringbuf_discard)(void*, unsigned long) = (void*)133;

__attribute__((section("xdp"), used)) int mark_lane(struct xdp_md* ctx) {
  struct record* record = bpf_ringbuf_reserve(&records, sizeof(struct record), 0);

  if (!record) return XDP_PASS;
  record->slot = ctx->rx_queue_index;
  if (record->slot < 20) /* check */
    record->lanes[record->slot] = 1; /* use */
  bpf_ringbuf_discard(record, 0);
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
