// SPDX-License-Identifier: Apache-2.0
// Loops the kernel walks to the end, and loops it gives up on.
#include "programs.h"

SEC("xdp") int fixed_count(struct xdp_md* ctx) {
  u64 sum = 0;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < 6; i++) {
    sum += i * ctx->rx_queue_index;
    opaque(sum);
  }
  return sum & 1;
}

SEC("xdp") int over_packet(struct xdp_md* ctx) {
  u8* at = (u8*)(long)ctx->data;
  u8* end = (u8*)(long)ctx->data_end;
  u32 zeros = 0;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < 4; i++) {
    if (at + 1 > end) break;
    if (*at == 0) zeros++;
    at++;
    opaque(at);
  }
  return zeros > 2 ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int until_value_allows(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  u32 limit = found->index & 3, sum = 0;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < limit; i++) {
    sum += found->bytes[i];
    opaque(sum);
  }
  return sum;
}

SEC("xdp") int counter_in_memory(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  volatile u32* counter = &found->count;
  while (*counter < 10) *counter += 1;
  return XDP_PASS;
}

SEC("xdp") int without_end(struct xdp_md* ctx) {
  u64 number = 1;
  while (number) opaque(number);
  return XDP_PASS;
}

SEC("xdp") int nested(struct xdp_md* ctx) {
  u64 sum = ctx->rx_queue_index;
#pragma clang loop unroll(disable)
  for (u32 i = 0; i < 3; i++) {
#pragma clang loop unroll(disable)
    for (u32 j = 0; j < i; j++) {
      if (sum & 1) sum = sum * 3 + j;
      opaque(sum);
    }
  }
  return sum & 3;
}

SEC("xdp") int index_leaves_value(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  u32 sum = 0;
#pragma clang loop unroll(disable)
  for (u32 i = 44; i < 52; i++) {
    u64 place = i;
    opaque(place);
    sum += found->bytes[place];
  }
  return sum;
}

char bpf_license[] SEC("license") = "GPL";
