// SPDX-License-Identifier: Apache-2.0
// The struct is sent as an event.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v2@6.12u
/* names: sample, 3 bytes */
#include <linux/bpf.h>

struct sample {
  __u32 length, mark;
  __u64 hash;
  __u32 type;
  __u8 queue;
};
struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("socket"), used)) int sent_packet(struct __sk_buff* skb) {
  struct sample sample;
  sample.length = skb->len;
  sample.mark = skb->mark;
  sample.hash = skb->hash;
  sample.type = skb->pkt_type;
  sample.queue = skb->queue_mapping;                                               /* check */
  bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &sample, sizeof(sample)); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
