// SPDX-License-Identifier: Apache-2.0
// A helper is called between the sum and its limit; the packet is read with data first and last.
// logs: 13-v3@6.12 19-v4@6.18
/* names: offset */
#include <linux/bpf.h>

static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("xdp"), used)) int timed(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;

  if (data + 8 > data_end) return XDP_PASS;
  unsigned long token = *(unsigned long*)data;
  unsigned long offset = token + 0x2fffffff;
  if (bpf_ktime_get_ns() == 0) return XDP_ABORTED;
  if (offset > 1000) return XDP_PASS; /* check */

  if (data + offset + 1 > data_end) return XDP_PASS; /* use */
  return data[offset] == (token & 0xff) ? XDP_DROP : XDP_PASS;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
