// SPDX-License-Identifier: Apache-2.0
// The check is one part of a condition over three lines.
// logs: 22-v2@6.1 15-v3@7.3 19-v3@7.3
/* names: packet, packet_size */
#include <linux/bpf.h>

enum { shortest = 24 };

__attribute__((section("xdp"), used)) int checksum_byte(struct xdp_md* ctx) {
  unsigned char* packet = (unsigned char*)(long)ctx->data;
  unsigned char* packet_end = (unsigned char*)(long)ctx->data_end;
  unsigned long packet_size = packet_end - packet;

  if (packet_size < shortest || /* check */
      packet + packet_size > packet_end || /* check */
      ctx->rx_queue_index > 64)
    return XDP_PASS;

  unsigned char sum = packet[packet_size - 1]; /* use */
  return sum % 2 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
