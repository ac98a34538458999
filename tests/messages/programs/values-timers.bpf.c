// SPDX-License-Identifier: Apache-2.0
// More callbacks than the kernel keeps in mind.
#include "programs.h"

struct alarm {
  struct bpf_timer timer;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct alarm);
} alarms SEC(".maps");

static int ring(void* map, u32* key, struct alarm* alarm) { return 0; }

SEC("tc") int many_callbacks(struct __sk_buff* skb) {
  u32 slot = 0;
  struct alarm* alarm = bpf_map_lookup_elem(&alarms, &slot);
  if (!alarm) return TC_ACT_OK;
  for (u32 round = 0; round < 10000; round++) bpf_timer_set_callback(&alarm->timer, ring);
  return TC_ACT_OK;
}

char bpf_license[] SEC("license") = LICENSE;
