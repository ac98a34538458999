// SPDX-License-Identifier: Apache-2.0
// Behind the variable lies another one that is set later.
// logs: 13-v2@6.1u 19-v3@7.2u 16-v3@5.10u
/* names: mark, key, 8 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_mark __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} stamps __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int match_mark(struct __sk_buff* skb) {
  __u64 later;
  __u32 mark = skb->mark;                             /* check */
  if (bpf_map_lookup_elem(&by_mark, &mark)) return 1; /* use */
  later = skb->hash + 1ull;
  return bpf_map_lookup_elem(&stamps, &later) ? 2 : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
