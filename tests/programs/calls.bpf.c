// SPDX-License-Identifier: Apache-2.0
// Static functions, which the kernel follows into, and global ones, which it judges by themselves.
#include "programs.h"

static __noinline u32 sum_of(const u8* bytes, u64 count) {
  u32 sum = 0;
  if (count > 4) count = 4;
  opaque(count);
#pragma clang loop unroll(disable)
  for (u64 i = 0; i < 4; i++) {
    if (i >= count) break;
    sum += bytes[i];
  }
  return sum;
}

static __noinline void set_result(u64* result, u64 value) {
  opaque(result);
  *(volatile u64*)result = value;
}

static __noinline u8 byte_at(struct entry* from, u64 index) {
  opaque(index);
  return from->bytes[index];
}

static __noinline struct entry* entry_of(u32 key) { return bpf_map_lookup_elem(&entries, &key); }

__noinline int count_up(struct entry* in) {
  if (!in) return 0;
  in->count++;
  return in->count & 3;
}

__noinline int count_up_unchecked(struct entry* in) {
  in->count++;
  return in->count & 3;
}

__noinline int byte_of_first(u32 index) {
  struct entry* found = first_entry();
  if (!found) return 0;
  u64 place = index;
  opaque(place);
  return found->bytes[place];
}

SEC("xdp") int stack_to_callee(struct xdp_md* ctx) {
  u8 bytes[8] = {1, 2, 3, 4};
  bytes[5] = ctx->rx_queue_index;
  return sum_of(bytes, ctx->ingress_ifindex);
}

SEC("xdp") int callee_writes_caller(struct xdp_md* ctx) {
  u64 result = 0;
  set_result(&result, ctx->rx_queue_index);
  opaque(result);
  return result & 1;
}

SEC("xdp") int callee_fills_hole(struct xdp_md* ctx) {
  u64 result;
  set_result(&result, ctx->rx_queue_index);
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  return found->bytes[result];
}

SEC("xdp") int range_into_callee(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  return byte_at(found, ctx->rx_queue_index & 31);
}

SEC("xdp") int no_range_into_callee(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  return byte_at(found, ctx->rx_queue_index);
}

SEC("xdp") int pointer_from_callee(struct xdp_md* ctx) {
  struct entry* found = entry_of(1);
  if (!found) return XDP_ABORTED;
  return found->count;
}

SEC("xdp") int pointer_from_callee_unchecked(struct xdp_md* ctx) {
  struct entry* found = entry_of(ctx->rx_queue_index);
  return found->count;
}

SEC("xdp") int global_checked(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  return count_up(found);
}

SEC("xdp") int global_unchecked(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  return count_up_unchecked(found);
}

SEC("xdp") int global_loses_range(struct xdp_md* ctx) {
  return byte_of_first(ctx->rx_queue_index & 7);
}

SEC("xdp") int global_given_null_or_value(struct xdp_md* ctx) { return count_up(first_entry()); }

char bpf_license[] SEC("license") = "GPL";
