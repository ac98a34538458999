// SPDX-License-Identifier: Apache-2.0
// The buffer is on the stack; the index is a member of a map value that is loaded twice.
// logs: 13-v3@6.12 16-v2@6.1 19-v2@7.3
/* names: row->column */ /* labels: STACK_BOUNDS source_bug */
#include <linux/bpf.h>

struct row {
  unsigned long column;
  unsigned long hits;
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  unsigned int* key;
  struct row* value;
} rows __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static long (*bpf_skb_load_bytes)(const void*, unsigned int, void*, unsigned int) = (void*)26;

__attribute__((section("tc"), used)) int pick_column(struct __sk_buff* skb) {
  unsigned char head[32] = {};
  unsigned int hash = skb->hash;
  struct row* row = bpf_map_lookup_elem(&rows, &hash);

  if (!row) return 0;
  if (row->column > 31) return 0; /* check */
  if (bpf_skb_load_bytes(skb, 0, head, sizeof(head)) < 0) return 0;
  return head[row->column] == 7 ? 2 : 0; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
