// SPDX-License-Identifier: Apache-2.0
// Another dynptr is set up in between, which does no harm.
// logs: 14-v2@6.12 19-v3@6.18 22-v3@7.2
/* names: bpf_xdp_adjust_tail */
#include <linux/bpf.h>

extern int bpf_dynptr_from_xdp(struct xdp_md* ctx, unsigned long long flags, struct bpf_dynptr* to)
    __attribute__((section(".ksyms")));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* from, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms")));
static long (*bpf_dynptr_from_mem)(void* data, unsigned int size, unsigned long long flags,
                                   struct bpf_dynptr* to) = (void*)197;
static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_xdp_adjust_tail)(struct xdp_md* ctx, int delta) = (void*)65;

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  unsigned long long (*value)[4];
} notes __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int keep_two(struct xdp_md* ctx) {
  unsigned int zero = 0;
  struct bpf_dynptr here, there;
  unsigned char six[6] = {};
  void* value = bpf_map_lookup_elem(&notes, &zero);
  if (!value) return XDP_PASS;
  bpf_dynptr_from_xdp(ctx, 0, &here);
  unsigned char* address = bpf_dynptr_slice(&here, 6, six, sizeof six);
  if (!address) return XDP_PASS;
  bpf_dynptr_from_mem(value, 32, 0, &there);
  if (bpf_xdp_adjust_tail(ctx, -4)) return XDP_PASS; /* check */
  return address[5] == 1 ? XDP_DROP : XDP_PASS;      /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
