// SPDX-License-Identifier: Apache-2.0
// A struct that begins with a pointer, and one of its fields is not set.
// logs: 13-v2@6.1u 19-v3@7.2u 22-v3@6.12u
#include <linux/bpf.h>

struct note {
  void* where;
  __u64 when, what;
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u64* value;
} values __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct note* value;
} notes __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("socket"), used)) int take_note(struct __sk_buff* skb) {
  __u32 key = skb->mark;
  struct note note;
  note.where = bpf_map_lookup_elem(&values, &key);
  note.when = skb->hash;
  if (note.where) bpf_map_update_elem(&notes, &key, &note, BPF_ANY);
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
