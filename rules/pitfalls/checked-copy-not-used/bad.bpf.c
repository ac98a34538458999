// SPDX-License-Identifier: Apache-2.0
// Drops packets whose header leads to a marker: place is an offset into the packet. It is checked,
// but clang cannot know that counting leaves the packet as it is, so it loads place again for the
// use. The kernel knows the limit of the first load only.
#include <linux/bpf.h>

struct header {
  unsigned int place;
  unsigned int kind;
};

unsigned int headers_seen;

__attribute__((section("xdp"), used)) int drop_by_header(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  struct header* header = (struct header*)start;

  if (start + sizeof(*header) > end) return XDP_PASS;
  if (header->place >= 1000) return XDP_PASS;
  headers_seen++;
  unsigned char* position = start + header->place;
  if (position + 1 > end) return XDP_PASS;

  return *position == 0xff ? XDP_DROP : XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
