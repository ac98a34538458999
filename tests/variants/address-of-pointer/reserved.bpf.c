// SPDX-License-Identifier: Apache-2.0
// Memory of a ring buffer.
// logs: 14-v2@6.1 16-v3@6.18 22-v3@7.2
/* names: record, 24 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} ring __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));
struct record {
  __u64 stamp, kind, length;
};

static void* (*bpf_ringbuf_reserve)(void* ring, __u64 size, __u64 flags) = (void*)131;
static void (*bpf_ringbuf_discard)(void* data, __u64 flags) = (void*)133;
static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("tc"), used)) int tell_record(struct __sk_buff* skb) {
  struct record* record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0); /* check */
  if (!record) return 0;
  record->stamp = 1;
  record->kind = skb->pkt_type;
  record->length = skb->len;
  bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &record, sizeof(*record)); /* use */
  bpf_ringbuf_discard(record, 0);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
