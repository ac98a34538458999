// SPDX-License-Identifier: Apache-2.0
// An index into a map value instead of an offset into a packet.
// logs: 13-v1@6.18 22-v3@6.18
/* names: index */
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct table {
  unsigned char cells[256];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct table* value;
} tables __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int table_walk(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  unsigned int zero = 0;

  if (data + 24 > data_end) return XDP_PASS;
  struct table* table = bpf_map_lookup_elem(&tables, &zero);
  if (!table) return XDP_ABORTED;

  unsigned long code = *(unsigned long*)(data + 16);
  unsigned long index = code - 0x40000000;
  if (index >= sizeof(table->cells)) return XDP_DROP; /* check */
  if (table->cells[index] == (code & 0xff)) return XDP_TX; /* use */
  return XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
