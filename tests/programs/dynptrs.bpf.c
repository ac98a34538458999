// SPDX-License-Identifier: Apache-2.0
// Dynptrs: records of a size known only at run time. Kernels before 5.19 do not know them.
#include "programs.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tc") int written_and_submitted(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  u64 value = ctx->mark;
  bpf_ringbuf_reserve_dynptr(&ring, ctx->len & 255, 0, &record);
  bpf_dynptr_write(&record, 0, &value, sizeof value, 0);
  bpf_ringbuf_submit_dynptr(&record, 0);
  return 0;
}

SEC("tc") int leaked(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  return 0;
}

SEC("tc") int slice_checked(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  u32* slice = bpf_dynptr_data(&record, 0, 8);
  if (slice) slice[1] = ctx->mark;
  bpf_ringbuf_discard_dynptr(&record, 0);
  return 0;
}

SEC("tc") int slice_unchecked(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  u32* slice = bpf_dynptr_data(&record, 0, 8);
  slice[1] = ctx->mark;
  bpf_ringbuf_discard_dynptr(&record, 0);
  return 0;
}

SEC("tc") int slice_exceeded(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  u32* slice = bpf_dynptr_data(&record, 0, 8);
  if (slice) *(volatile u32*)(slice + 2) = ctx->mark;
  bpf_ringbuf_discard_dynptr(&record, 0);
  return 0;
}

SEC("tc") int slice_after_submit(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  u32* slice = bpf_dynptr_data(&record, 0, 8);
  bpf_ringbuf_submit_dynptr(&record, 0);
  return slice ? *(volatile u32*)slice : 0;
}

SEC("tc") int never_initialised(struct __sk_buff* ctx) {
  struct bpf_dynptr record = {};
  u64 value = 0;
  return bpf_dynptr_read(&value, sizeof value, &record, 0, 0) ? 1 : 0;
}

SEC("tc") int over_map_value(struct __sk_buff* ctx) {
  struct entry* found = first_entry();
  struct bpf_dynptr window;
  u64 value = 0;
  if (!found) return 0;
  bpf_dynptr_from_mem(found->bytes, sizeof found->bytes, 0, &window);
  bpf_dynptr_read(&value, sizeof value, &window, ctx->mark, 0);
  return value & 1;
}

char bpf_license[] SEC("license") = "GPL";
