// SPDX-License-Identifier: Apache-2.0
// The check names data_end first, and the four bytes at the end are read at once.
// logs: 15-v2@6.12 22-v4@7.2
/* names: head, total, tail */
#include <linux/bpf.h>

typedef unsigned char uint8_t;
typedef unsigned int uint32_t;
typedef unsigned long uint64_t;

__attribute__((section("xdp"), used)) int crc_probe(struct xdp_md* ctx) {
  uint8_t* head = (uint8_t*)(long)ctx->data;
  uint8_t* tail = (uint8_t*)(long)ctx->data_end;
  uint64_t total = tail - head;
  if (tail < head + total) return XDP_PASS; /* check */
  uint32_t crc = *(uint32_t*)(head + total - 4); /* use */
  if (crc == 0xdeadbeef) return XDP_DROP;
  return (crc & 1) ? XDP_TX : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
