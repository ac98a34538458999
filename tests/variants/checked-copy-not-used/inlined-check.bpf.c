// SPDX-License-Identifier: Apache-2.0
// The check stands in a function of its own, which is inlined.
// logs: 15-v1@6.18 22-v2@6.12
/* names: start */ /* labels: PKT_VAR_OFFSET lowering_artifact */
#include <linux/bpf.h>

struct span {
  unsigned int start;
  unsigned int stop;
};

static inline __attribute__((always_inline)) int is_near(unsigned int start) {
  return start < 2000; /* check */
}

__attribute__((section("xdp"), used)) int span_filter(struct xdp_md* ctx) {
  unsigned char* data = (unsigned char*)(long)ctx->data;
  unsigned char* data_end = (unsigned char*)(long)ctx->data_end;
  struct span* span = (struct span*)data;

  if (data + sizeof(struct span) + 4 > data_end) return XDP_PASS;
  unsigned int start = span->start + *(unsigned int*)(data + 8);
  if (start == span->stop) return XDP_TX;
  if (!is_near(start)) return XDP_PASS; /* check */
  if (data + start + 1 > data_end) return XDP_PASS;
  return data[start] == 1 ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
