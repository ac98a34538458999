// SPDX-License-Identifier: Apache-2.0
// A key of a row, 32 bits wide, leads to a cell; an early return lies between sum and limit.
// logs: 19-v3@6.18 22-v4@6.18
/* names: where */
#include <linux/bpf.h>

struct row {
  unsigned int key;
  unsigned short span, flags;
};

__attribute__((section("xdp"), used)) int vlan_rows(struct xdp_md* md) {
  void* head = (void*)(long)md->data;
  void* tail = (void*)(long)md->data_end;
  struct row* r = head + 14;
  if ((void*)(r + 1) > tail) return XDP_ABORTED;
  unsigned int key = r->key;
  unsigned int where = key - 0x20000010;
  if (r->flags == 7) return XDP_TX;
  if (where >= 1400) return XDP_PASS; /* check */
  unsigned short* cell = head + where; /* use */
  if ((void*)(cell + 1) > tail) return XDP_ABORTED;
  if (*cell == r->span) return XDP_DROP;
  return key & 1 ? XDP_TX : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
