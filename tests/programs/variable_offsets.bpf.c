// SPDX-License-Identifier: Apache-2.0
// Indexes whose range the kernel can follow, and those it cannot.
#include "programs.h"

#define FETCH(found)                   \
  struct entry* found = first_entry(); \
  if (!found) return XDP_ABORTED;      \
  u64 index = *(volatile u32*)&found->index

SEC("xdp") int index_masked(struct xdp_md* ctx) {
  FETCH(found);
  return found->bytes[index & 31];
}

SEC("xdp") int index_compared(struct xdp_md* ctx) {
  FETCH(found);
  if (index >= sizeof found->bytes) return XDP_DROP;
  return found->bytes[index];
}

SEC("xdp") int index_compared_off_by_one(struct xdp_md* ctx) {
  FETCH(found);
  if (index > sizeof found->bytes) return XDP_DROP;
  return found->bytes[index];
}

SEC("xdp") int index_unbounded(struct xdp_md* ctx) {
  FETCH(found);
  return found->bytes[index];
}

SEC("xdp") int index_signed(struct xdp_md* ctx) {
  FETCH(found);
  s64 place = (s64)(index << 32) >> 32;
  if (place > 40) return XDP_DROP;
  opaque(place);
  return found->bytes[place];
}

SEC("xdp") int index_short(struct xdp_md* ctx) {
  FETCH(found);
  short place = (short)index;
  if (place < 0 || place > 40) return XDP_DROP;
  return found->bytes[place];
}

SEC("xdp") int index_modulo(struct xdp_md* ctx) {
  FETCH(found);
  return found->bytes[(u32)index % 13];
}

SEC("xdp") int index_divided(struct xdp_md* ctx) {
  FETCH(found);
  return found->bytes[((u32)index & 0xff) / 10];
}

SEC("xdp") int index_by_halves(struct xdp_md* ctx) {
  FETCH(found);
  u64 low = index & 7, high = (index >> 8) & 3;
  return found->bytes[low + 8 * high] + found->bytes[low | 16];
}

SEC("xdp") int index_through_copy(struct xdp_md* ctx) {
  FETCH(found);
  u64 copy = index;
  opaque(copy);
  if (copy > 40) return XDP_DROP;
  return found->bytes[index];
}

SEC("xdp") int index_reread(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  volatile u32* place = &found->index;
  if (*place > 40) return XDP_DROP;
  return found->bytes[*place];
}

SEC("xdp") int index_related(struct xdp_md* ctx) {
  FETCH(found);
  u64 rest = 48 - (index & 31), start = index & 31;
  opaque(rest);
  opaque(start);
  return found->bytes[start + rest - 1];
}

SEC("xdp") int write_at_index(struct xdp_md* ctx) {
  FETCH(found);
  found->bytes[(index * 3) & 15] = 1;
  if (index - 5 < 10) found->bytes[index] = 2;
  return XDP_PASS;
}

char bpf_license[] SEC("license") = "GPL";
