// SPDX-License-Identifier: Apache-2.0
// A field of the context is checked, and read from the context again behind a call.
// logs: 13-v2@5.10 19-v3@6.18 22-v2@7.2
/* names: skb->queue_mapping */ /* labels: MEM_BOUNDS source_bug */
#include <linux/bpf.h>

struct queues {
  unsigned int seen[48];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct queues* value;
} all_queues __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("tc"), used)) int count_by_queue(struct __sk_buff* skb) {
  unsigned int first = 0;

  if (skb->queue_mapping >= 48) return 0; /* check */
  struct queues* queues = bpf_map_lookup_elem(&all_queues, &first);
  if (queues) queues->seen[skb->queue_mapping] += 1; /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
