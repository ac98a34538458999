// SPDX-License-Identifier: Apache-2.0
// An array of two numbers is read as three.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_PERF_EVENT_ARRAY];
  int (*key_size)[4];
  int (*value_size)[4];
} events __attribute__((section(".maps"), used));

static long (*bpf_perf_event_output)(void* ctx, void* map, __u64 flags, void* data,
                                     __u64 size) = (void*)25;

__attribute__((section("tc"), used)) int tell_pair(struct __sk_buff* skb) {
  __u64 pair[2] = {skb->hash, skb->len};
  bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, pair, 24);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
