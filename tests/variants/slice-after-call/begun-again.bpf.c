// SPDX-License-Identifier: Apache-2.0
// The same dynptr is set up a second time, over other memory.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: bpf_dynptr_from_mem */
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

__attribute__((section("tc"), used)) int compare_notes(struct __sk_buff* skb) {
  unsigned int one = 1, two = 2;
  struct bpf_dynptr window;
  void* left = bpf_map_lookup_elem(&notes, &one);
  void* right = bpf_map_lookup_elem(&notes, &two);
  if (!left || !right) return 0;
  bpf_dynptr_from_mem(left, 32, 0, &window);
  unsigned char* old = bpf_dynptr_data(&window, 4, 2);
  if (!old) return 0;
  bpf_dynptr_from_mem(right, 32, 0, &window); /* check */
  return old[1];                              /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
