// SPDX-License-Identifier: Apache-2.0
// bpf_tail_call is declared noreturn; where there is no program at the index it returns.
// logs: 13-v2@5.10 16-v1@6.1 19-v3@6.12 19-v2@6.18 22-v3@7.2 22-v3@7.3
/* names: bpf_tail_call, never returned */
#include <linux/bpf.h>

static __attribute__((noreturn)) void (*bpf_tail_call)(void* ctx, void* map,
                                                       unsigned int index) = (void*)12;

struct {
  int (*type)[BPF_MAP_TYPE_PROG_ARRAY];
  int (*max_entries)[4];
  int (*key_size)[4];
  int (*value_size)[4];
} next __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int choose(struct xdp_md* ctx) {
  unsigned char* start = (unsigned char*)(long)ctx->data;
  unsigned char* end = (unsigned char*)(long)ctx->data_end;
  if (start + 64 > end) return XDP_PASS;
  if (start[14] == 0) bpf_tail_call(ctx, &next, 1); /* check */
  if (start[15] == 7) bpf_tail_call(ctx, &next, 2); /* use */
  return start[15] / start[14];
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
