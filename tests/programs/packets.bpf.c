// SPDX-License-Identifier: Apache-2.0
// Reading and moving in packets.
#include "programs.h"

#define PACKET                      \
  u8* start = (u8*)(long)ctx->data; \
  u8* end = (u8*)(long)ctx->data_end

SEC("xdp") int byte_checked(struct xdp_md* ctx) {
  PACKET;
  if (start + 14 > end) return XDP_PASS;
  return start[13];
}

SEC("xdp") int byte_unchecked(struct xdp_md* ctx) {
  PACKET;
  return start == end ? XDP_PASS : start[13];
}

SEC("xdp") int one_byte_short(struct xdp_md* ctx) {
  PACKET;
  if (start + 13 > end) return XDP_PASS;
  return start[13];
}

SEC("xdp") int check_inverted(struct xdp_md* ctx) {
  PACKET;
  if (start + 14 <= end) return XDP_PASS;
  return start[13];
}

SEC("xdp") int header_of_variable_length(struct xdp_md* ctx) {
  PACKET;
  if (start + 34 > end) return XDP_PASS;
  u64 length = (start[14] & 15) * 4;
  u8* next = start + 14 + length;
  if (next + 8 > end) return XDP_PASS;
  return next[3] == 80 ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int offset_too_large(struct xdp_md* ctx) {
  PACKET;
  if (start + 34 > end) return XDP_PASS;
  u64 far = (u64) * (volatile u16*)(start + 2) + *(volatile u16*)(start + 4);
  u8* next = start + far;
  if (next + 8 > end) return XDP_PASS;
  return next[3];
}

SEC("xdp") int compared_as_length(struct xdp_md* ctx) {
  PACKET;
  u32 length = end - start;
  if (length < 34) return XDP_PASS;
  return start[12];
}

SEC("xdp") int stale_after_adjust(struct xdp_md* ctx) {
  PACKET;
  if (start + 14 > end) return XDP_PASS;
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  return start[13];
}

SEC("xdp") int reread_after_adjust(struct xdp_md* ctx) {
  if (bpf_xdp_adjust_head(ctx, -8)) return XDP_ABORTED;
  PACKET;
  if (start + 14 > end) return XDP_PASS;
  start[0] = 1;
  return start[13];
}

SEC("xdp") int wrong_pointer_checked(struct xdp_md* ctx) {
  PACKET;
  if (start + 34 > end) return XDP_PASS;
  u64 skip = start[14] & 15;
  u8 *one = start + skip, *two = start + skip;
  opaque(one);
  opaque(two);
  if (one + 20 > end) return XDP_PASS;
  return two[19];
}

SEC("xdp") int pointer_to_end(struct xdp_md* ctx) {
  PACKET;
  opaque(end);
  end -= 1;
  return *(volatile u8*)end;
}

SEC("xdp") int meta_before_data(struct xdp_md* ctx) {
  u8* meta = (u8*)(long)ctx->data_meta;
  u8* start = (u8*)(long)ctx->data;
  if (meta + 4 > start) return XDP_PASS;
  return *(volatile u32*)meta;
}

SEC("tc") int write_in_skb(struct __sk_buff* ctx) {
  PACKET;
  if (start + 20 > end) return 0;
  start[6] = start[12] ^ start[13];
  return bpf_skb_store_bytes(ctx, 0, &start, 0, 0) ? 2 : 0;
}

SEC("tc") int load_bytes(struct __sk_buff* ctx) {
  u8 bytes[16];
  if (bpf_skb_load_bytes(ctx, ctx->len & 127, bytes, 8)) return 0;
  return bytes[3] + bytes[15];
}

char bpf_license[] SEC("license") = "GPL";
