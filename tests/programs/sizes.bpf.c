// SPDX-License-Identifier: Apache-2.0
// The size that a helper gets is at fault, while the kernel's sentence is about the buffer, or
// about a size of 0.
#include "programs.h"

#define BYTES 48

SEC("tc") int zero_into_stack(struct __sk_buff* ctx) {
  u8 room[BYTES] = {};
  u32 wanted = ctx->mark;
  if (wanted > BYTES) return 0;
  bpf_skb_load_bytes(ctx, 14, room, wanted);
  return room[3];
}

SEC("tc") int zero_into_value(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  u32 wanted = ctx->mark;
  if (wanted > BYTES) return 0;
  bpf_skb_load_bytes(ctx, 14, found->bytes, wanted);
  return found->bytes[3];
}

SEC("tc") int zero_of_mask(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  bpf_skb_load_bytes(ctx, 14, found, ctx->len & 31);
  return found->index & 1;
}

SEC("tc") int negative_into_stack(struct __sk_buff* ctx) {
  u8 room[BYTES] = {};
  int left = ctx->mark;
  if (left > BYTES) return 0;
  bpf_skb_load_bytes(ctx, 14, room, left);
  return room[3];
}

SEC("tc") int negative_into_value(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  int left = (int)ctx->mark - 3;
  if (left > BYTES) return 0;
  bpf_skb_load_bytes(ctx, 14, found->bytes, left);
  return found->bytes[3];
}

SEC("tc") int large_into_stack(struct __sk_buff* ctx) {
  u8 room[BYTES] = {};
  u32 length = ctx->len;
  if (length < 1 || length > 2 * BYTES) return 0;
  bpf_skb_load_bytes(ctx, 14, room, length);
  return room[3];
}

SEC("tc") int large_into_value(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  u32 length = ctx->len;
  if (length < 1 || length > 200) return 0;
  bpf_skb_load_bytes(ctx, 14, found->bytes, length);
  return found->bytes[3];
}

SEC("tc") int unlimited(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  if (!found) return 0;
  u64 total = ctx->len + found->stamp;
  if (total < 4) return 0;
  bpf_skb_load_bytes(ctx, 14, found->bytes, total);
  return found->bytes[3];
}

SEC("tc") int large_of_packet(struct __sk_buff* ctx) {
  u8* start = (u8*)(long)ctx->data;
  if (start + 40 > (u8*)(long)ctx->data_end) return 0;
  u32 part = ctx->mark & 124;
  return bpf_csum_diff(0, 0, (__be32*)start, part, 0) & 1;
}

char bpf_license[] SEC("license") = "GPL";
