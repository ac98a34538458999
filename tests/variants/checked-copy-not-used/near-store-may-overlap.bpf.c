// SPDX-License-Identifier: Apache-2.0
// A store in between goes to a place that is not known before the program runs, and may be the field itself.
// logs: 13-v3@6.1 19-v2@6.18 22-v2@7.3
#include <linux/bpf.h>

struct board {
  unsigned int cursor;
  unsigned int moves;
  unsigned char fields[64];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct board* value;
} boards __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("xdp"), used)) int mark_then_look(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct board* board = bpf_map_lookup_elem(&boards, &key);

  if (!board) return XDP_PASS;
  unsigned long place = ctx->rx_queue_index & 63;
  unsigned char* bytes = (unsigned char*)board;
  if (board->cursor >= 64) return XDP_PASS;
  bytes[place] = 200;
  return board->fields[board->cursor] == 1 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
