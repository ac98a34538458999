// SPDX-License-Identifier: Apache-2.0
// A struct of eight bytes at the packet's end, read through a cast; void pointers, braces everywhere.
// logs: 14-v2@6.1 19-v3@6.18
/* names: data, len, data_end */
#include <linux/bpf.h>

typedef unsigned int uint32_t;
typedef unsigned long uint64_t;

struct trailer {
  uint32_t magic;
  uint32_t sequence;
};

__attribute__((section("xdp"), used)) int strip_trailer(struct xdp_md* ctx) {
  void* data = (void*)(long)ctx->data;
  void* data_end = (void*)(long)ctx->data_end;
  uint64_t len = data_end - data;
  struct trailer* end_mark;
  int verdict = XDP_PASS;

  if (data + len > data_end) { /* check */
    return XDP_ABORTED;
  }
  end_mark = (struct trailer*)(data + len - sizeof(struct trailer));
  if (end_mark->magic == 0x5a5a5a5a) { /* use */
    verdict = XDP_DROP;
  }
  return verdict;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
