// SPDX-License-Identifier: Apache-2.0
// The late check is one of the pointer against the packet's end; nothing limits the distance.
// logs: 13-v2@6.12 22-v3@7.3
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int option_of(struct xdp_md* ctx) {
  unsigned char* data = (void*)(long)ctx->data;
  unsigned char* end = (void*)(long)ctx->data_end;

  if (data + 8 > end) return XDP_PASS;
  unsigned long distance = *(unsigned int*)data;
  unsigned char* option = data + distance;
  if (option + 1 > end) return XDP_PASS;
  return *option == 9 ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
