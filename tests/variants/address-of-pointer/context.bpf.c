// SPDX-License-Identifier: Apache-2.0
// The address of the context's pointer.
// logs: 13-v3@6.1 19-v2@6.12 22-v3@6.18
/* names: kept, the context, 64 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("tc"), used)) int tell_context(struct __sk_buff* skb) {
  struct __sk_buff* kept = skb;                                                          /* check */
  if (skb->len > 100) bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &kept, 64); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
