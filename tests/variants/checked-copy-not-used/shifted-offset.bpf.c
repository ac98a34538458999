// SPDX-License-Identifier: Apache-2.0
// The offset is computed in 32 bits from two words of the packet; checks and reads in one function.
// logs: 13-v2@5.10 22-v1@7.3 16-v2@6.12
/* names: jump */
#include <linux/bpf.h>

struct record {
  unsigned int from;
  unsigned int to;
  unsigned int checksum;
};

__attribute__((section("xdp"), used)) int skip_record(struct xdp_md* ctx) {
  unsigned char* packet = (unsigned char*)(long)ctx->data;
  unsigned char* packet_end = (unsigned char*)(long)ctx->data_end;
  struct record* record = (struct record*)packet;

  if (packet + sizeof(*record) > packet_end) return XDP_ABORTED;
  unsigned int jump = record->to - record->from;
  if (jump == record->checksum) return XDP_DROP;

  if (jump > 1400) return XDP_PASS; /* check */
  unsigned char* mark = packet + jump;
  if (mark + 2 > packet_end) return XDP_PASS;
  return mark[1] == 0x2a ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
