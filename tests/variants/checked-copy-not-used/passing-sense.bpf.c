// SPDX-License-Identifier: Apache-2.0
// What is right stands inside the ifs; with -mcpu=v1 the limit is in a register.
// logs: 13-v1@7.2 19-v2@5.10 22-v1@6.1
/* names: at */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int inner_mark(struct xdp_md* ctx) {
  unsigned char* p = (unsigned char*)(long)ctx->data;
  unsigned char* e = (unsigned char*)(long)ctx->data_end;
  int answer = XDP_PASS;

  if (p + 20 <= e) {
    unsigned int at = (*(unsigned int*)p ^ *(unsigned int*)(p + 4)) * 7;
    if (at != *(unsigned int*)(p + 8)) {
      answer = XDP_ABORTED;
      if (at < 1500) { /* check */
        answer = p[12] == 4 ? XDP_TX : XDP_PASS;
        unsigned char* q = p + at;
        if (q + 8 <= e) {
          if (q[7] == 0xee) answer = XDP_DROP; /* use */
        }
      }
    }
  }
  return answer;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
