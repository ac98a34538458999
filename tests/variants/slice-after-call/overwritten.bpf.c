// SPDX-License-Identifier: Apache-2.0
// The bytes of the dynptr on the stack are used for something else.
// logs: 15-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: void */
#include <linux/bpf.h>

static long (*bpf_dynptr_from_mem)(void* data, unsigned int size, unsigned long long flags,
                                   struct bpf_dynptr* to) = (void*)197;
static void* (*bpf_dynptr_data)(const struct bpf_dynptr* from, unsigned int offset,
                                unsigned int size) = (void*)203;
static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long long (*value)[4];
} notes __attribute__((section(".maps"), used));

__attribute__((section("tc"), used)) int reuse_stack(struct __sk_buff* skb) {
  unsigned int third = 3;
  union {
    struct bpf_dynptr view;
    volatile unsigned long long plain[2];
  } both;
  void* note = bpf_map_lookup_elem(&notes, &third);
  if (!note) return 0;
  bpf_dynptr_from_mem(note, 32, 0, &both.view);
  unsigned long long* counter = bpf_dynptr_data(&both.view, 16, 8);
  if (!counter) return 0;
  both.plain[0] = skb->len; /* check */
  return *counter & 1;      /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
