// SPDX-License-Identifier: Apache-2.0
// Lookups with and without a null check, and what is done with the value.
#include "programs.h"

SEC("xdp") int lookup_checked(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  found->count++;
  return XDP_PASS;
}

SEC("xdp") int lookup_unchecked(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  found->count++;
  return XDP_PASS;
}

SEC("xdp") int lookup_in_hash_unchecked(struct xdp_md* ctx) {
  u64 key = ctx->rx_queue_index;
  struct entry* found = bpf_map_lookup_elem(&by_key, &key);
  found->count++;
  return XDP_PASS;
}

SEC("xdp") int lookup_checked_twice(struct xdp_md* ctx) {
  u64 key = ctx->rx_queue_index;
  struct entry* one = bpf_map_lookup_elem(&by_key, &key);
  key++;
  struct entry* two = bpf_map_lookup_elem(&by_key, &key);
  if (!one) return XDP_DROP;
  return one->count + two->count;
}

SEC("xdp") int beyond_the_value(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  u64* past = (u64*)(found + 1);
  opaque(past);
  return *past ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int straddles_the_end(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  if (!found) return XDP_ABORTED;
  void* last = &found->bytes[44];
  opaque(last);
  return *(volatile u64*)last ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int update_from_value(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  u64 key = 7;
  if (!found) return XDP_ABORTED;
  return bpf_map_update_elem(&by_key, &key, found, BPF_ANY) ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int key_from_half_a_slot(struct xdp_md* ctx) {
  u64 key;
  *(volatile u32*)&key = ctx->rx_queue_index;
  return bpf_map_lookup_elem(&by_key, &key) ? XDP_DROP : XDP_PASS;
}

SEC("xdp") int value_or_null_moved(struct xdp_md* ctx) {
  struct entry* found = first_entry();
  void* inside = found;
  asm volatile("%0 += 8" : "+r"(inside));
  if (!found) return XDP_ABORTED;
  return *(volatile u32*)inside;
}

char bpf_license[] SEC("license") = "GPL";
