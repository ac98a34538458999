// SPDX-License-Identifier: Apache-2.0
// The folded check is there and harmless; a map value is used without a look at the pointer.
// logs: 22-v2@6.1 14-v3@5.10
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long* value;
} lengths __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int count_lengths(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = data_end - data;
  unsigned int key = 0;
  if (data + size > data_end) return XDP_PASS;
  unsigned long* count = bpf_map_lookup_elem(&lengths, &key);
  *count += size;
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
