// SPDX-License-Identifier: Apache-2.0
// The memory is a record of a ring buffer.
// logs: 14-v2@6.1 19-v4@6.18 22-v3@7.2
/* names: number */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct record {
  unsigned long rest;
  unsigned long part[10];
};

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} records __attribute__((section(".maps"), used));

static void* (*bpf_ringbuf_reserve)(void*, unsigned long, unsigned long) = (void*)131;
static void (*bpf_ringbuf_submit)(void*, unsigned long) = (void*)132;

__attribute__((section("xdp"), used)) int fill_part(struct xdp_md* ctx) {
  unsigned long number = ctx->ingress_ifindex;
  struct record* record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

  if (!record) return XDP_PASS;
  unsigned long* part = &record->rest;
  if (number < 10) /* check */
    part = &record->part[number];
  *part = 77; /* use */
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
