// SPDX-License-Identifier: Apache-2.0
// Slots, spills and what is read from them.
#include "programs.h"

SEC("xdp") int variable_offset_read(struct xdp_md* ctx) {
  u8 bytes[16] = {};
  u64 index = ctx->rx_queue_index & 15;
  opaque(index);
  return *(volatile u8*)(bytes + index);
}

SEC("xdp") int variable_offset_write(struct xdp_md* ctx) {
  u8 bytes[16] = {};
  u64 index = ctx->rx_queue_index & 15;
  opaque(index);
  *(volatile u8*)(bytes + index) = 9;
  return *(volatile u8*)(bytes + 3);
}

SEC("xdp") int variable_offset_outside(struct xdp_md* ctx) {
  u8 bytes[16] = {};
  u64 index = ctx->rx_queue_index & 31;
  opaque(index);
  return *(volatile u8*)(bytes + index);
}

SEC("xdp") int never_written(struct xdp_md* ctx) {
  u64 slot[2];
  volatile u64* at = slot;
  at[0] = ctx->rx_queue_index;
  return at[1];
}

SEC("xdp") int spilled_range(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  u64 index = found->index;
  if (index > 40) return XDP_DROP;
  asm volatile("*(u64 *)(r10 - 40) = %0; %0 = 0; %0 = *(u64 *)(r10 - 40)" : "+r"(index)::"memory");
  return found->bytes[index];
}

SEC("xdp") int spilled_half(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  u64 index = found->index & 15;
  asm volatile("*(u64 *)(r10 - 40) = %0; %0 = *(u32 *)(r10 - 40)" : "+r"(index)::"memory");
  return found->bytes[index];
}

SEC("xdp") int spilled_pointer_overwritten(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  asm volatile("*(u64 *)(r10 - 48) = %0; *(u8 *)(r10 - 48) = %1; %0 = *(u64 *)(r10 - 48)"
               : "+r"(found)
               : "r"(1)
               : "memory");
  return found->count;
}

SEC("xdp") int misaligned(struct xdp_md* ctx) {
  u64 got;
  asm volatile("*(u64 *)(r10 - 60) = %1; %0 = *(u64 *)(r10 - 60)"
               : "=r"(got)
               : "r"(1UL)
               : "memory");
  return got;
}

SEC("xdp") int below_the_limit(struct xdp_md* ctx) {
  asm volatile("*(u64 *)(r10 - 520) = %0" ::"r"(1UL) : "memory");
  return XDP_PASS;
}

SEC("xdp") int mixed_slots(struct xdp_md* ctx) {
  u8 bytes[24] = {};
  volatile u8* at = bytes;
  at[3] = ctx->rx_queue_index;
  at[9] = 7;
  *(volatile u32*)(bytes + 16) = ctx->ingress_ifindex;
  *(volatile u16*)(bytes + 20) = 0;
  return at[3] + at[9] + at[17];
}

char bpf_license[] SEC("license") = "GPL";
