// SPDX-License-Identifier: Apache-2.0
// Drops packets whose last byte is a marker. The check below is right C, but start + size is the
// packet's end again, so clang compares that register with itself and reads through it.
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int drop_by_last_byte(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  unsigned long size = end - start;

  if (start + size > end) return XDP_PASS;
  unsigned char last = *(start + size - 1);

  return last == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
