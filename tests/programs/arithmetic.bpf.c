// SPDX-License-Identifier: Apache-2.0
// Scalars: how ranges come about, are joined and get lost. The last lines use them as an index.
#include "programs.h"

#define USE(index)                     \
  struct entry* found = first_entry(); \
  return found ? *(volatile u8*)(found->bytes + (index)) : XDP_ABORTED

SEC("xdp") int shifts(struct xdp_md* ctx) {
  u64 number = ctx->rx_queue_index;
  number = (number << 3) ^ (number >> 2);
  opaque(number);
  number = (u64)((s64)(number << 58) >> 59) & 31;
  USE(number);
}

SEC("xdp") int halves(struct xdp_md* ctx) {
  u32 number = ctx->rx_queue_index;
  if (number > 4096) return XDP_DROP;
  number >>= 8;
  u64 wide = number;
  opaque(wide);
  USE(wide);
}

SEC("xdp") int signed_range(struct xdp_md* ctx) {
  s64 number = (int)ctx->rx_queue_index;
  opaque(number);
  if (number < -5 || number > 20) return XDP_DROP;
  number += 5;
  USE(number);
}

SEC("xdp") int negative_index(struct xdp_md* ctx) {
  s64 number = (int)ctx->rx_queue_index;
  opaque(number);
  if (number < -5 || number > 20) return XDP_DROP;
  USE(number);
}

SEC("xdp") int product_overflows(struct xdp_md* ctx) {
  u64 number = ctx->rx_queue_index;
  opaque(number);
  if (number > 40) return XDP_DROP;
  number *= 2;
  USE(number);
}

SEC("xdp") int selected(struct xdp_md* ctx) {
  u64 number = ctx->rx_queue_index > 7 ? 6 : 0;
  number |= ctx->ingress_ifindex & 8;
  USE(number);
}

SEC("xdp") int equal_to_bounded(struct xdp_md* ctx) {
  u64 one = ctx->rx_queue_index & 15, two = ctx->ingress_ifindex;
  opaque(one);
  opaque(two);
  if (one != two) return XDP_DROP;
  USE(two);
}

SEC("xdp") int less_than_bounded(struct xdp_md* ctx) {
  u64 one = ctx->rx_queue_index & 15, two = ctx->ingress_ifindex;
  opaque(one);
  opaque(two);
  if (two >= one) return XDP_DROP;
  USE(two);
}

SEC("xdp") int linked_by_offset(struct xdp_md* ctx) {
  u64 one = ctx->rx_queue_index;
  opaque(one);
  u64 two;
  asm volatile("%0 = %1; %0 += 3" : "=&r"(two) : "r"(one));
  if (one > 30) return XDP_DROP;
  USE(two);
}

SEC("xdp") int bits_tested(struct xdp_md* ctx) {
  u64 number = ctx->rx_queue_index;
  opaque(number);
  if (number & ~31UL) return XDP_DROP;
  USE(number);
}

SEC("xdp") int many_branches(struct xdp_md* ctx) {
  u64 number = 0, bits = ctx->rx_queue_index;
  opaque(bits);
  if (bits & 1) number += 1;
  opaque(number);
  if (bits & 2) number += 2;
  opaque(number);
  if (bits & 4) number += 4;
  opaque(number);
  if (bits & 8) number += 64;
  opaque(number);
  USE(number);
}

SEC("xdp") int byte_swapped(struct xdp_md* ctx) {
  u64 number = __builtin_bswap16(ctx->rx_queue_index);
  opaque(number);
  USE(number & 15);
}

SEC("xdp") int pointer_combined(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  asm volatile("%0 |= 4" : "+r"(found));
  return *(volatile u32*)found;
}

SEC("xdp") int pointers_added(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  asm volatile("%0 += %0" : "+r"(found));
  return *(volatile u32*)found;
}

SEC("xdp") int fetched_and_added(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  __sync_fetch_and_add(&found->stamp, 3);
  return XDP_PASS;
}

SEC("xdp") int constant_out_of_range(struct xdp_md* ctx) {
  u64 number = 63;
  opaque(number);
  if (ctx->rx_queue_index > 3) number = 12;
  opaque(number);
  USE(number);
}

char bpf_license[] SEC("license") = "GPL";
