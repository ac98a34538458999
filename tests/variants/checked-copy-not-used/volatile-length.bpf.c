// SPDX-License-Identifier: Apache-2.0
// A volatile variable is loaded for every mention of it.
// logs: 19-v3@7.2 13-v2@6.12 22-v4@6.18
/* names: length */ /* labels: PKT_VAR_OFFSET source_bug */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int payload_gate(struct xdp_md* ctx) {
  void* data = (void*)(long)ctx->data;
  void* data_end = (void*)(long)ctx->data_end;
  unsigned short* words = data;

  if (data + 4 > data_end) return XDP_PASS;
  volatile unsigned int length = words[1] * words[0];
  if (length > 4000) return XDP_PASS; /* check */
  unsigned char* payload = data + length;
  if (payload + 1 > (unsigned char*)data_end) return XDP_PASS;
  return *payload ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
