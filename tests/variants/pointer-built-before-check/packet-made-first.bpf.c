// SPDX-License-Identifier: Apache-2.0
// A pointer into the packet is made by inline assembly first, and its distance is checked below.
// logs: 13-v2@6.12 16-v3@7.2 22-v3@6.18
/* names: distance */ /* labels: PKT_VAR_OFFSET source_bug */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int option_of(struct xdp_md* ctx) {
  unsigned char* data = (void*)(long)ctx->data;
  unsigned char* end = (void*)(long)ctx->data_end;

  if (data + 8 > end) return XDP_PASS;
  unsigned long distance = *(unsigned int*)data;
  unsigned char* option = data + distance;
  asm volatile("" : "+r"(option));
  if (distance > 900) return XDP_PASS; /* check */
  if (option + 1 > end) return XDP_PASS;
  return *option == 9 ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
