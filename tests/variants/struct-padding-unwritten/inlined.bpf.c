// SPDX-License-Identifier: Apache-2.0
// In an inlined function.
// logs: 13-v2@6.12u 16-v3@6.1u 22-v3@7.3u
/* names: row, 4 bytes */
#include <linux/bpf.h>

struct row {
  __u32 length;
  __u64 hash;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct row* value;
} rows __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

static inline __attribute__((always_inline)) long add_row(struct __sk_buff* skb, __u32 at) {
  struct row row;
  row.length = skb->len; /* check */
  row.hash = skb->hash;
  return bpf_map_update_elem(&rows, &at, &row, BPF_ANY); /* use */
}

__attribute__((section("socket"), used)) int add_rows(struct __sk_buff* skb) {
  return add_row(skb, 1) + add_row(skb, 2) ? 1 : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
