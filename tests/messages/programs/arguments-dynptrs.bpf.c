// SPDX-License-Identifier: Apache-2.0
// Dynptrs whose place on the stack is used for something else.
#include "programs.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

SEC("tc") int dynptr_at_offset(struct __sk_buff* ctx) {
  struct bpf_dynptr records[2];
  u64 stamp = ctx->mark;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &records[0]);
  bpf_dynptr_write((struct bpf_dynptr*)((u8*)&records[0] + 8), 0, &stamp, sizeof stamp, 0);
  bpf_ringbuf_submit_dynptr(&records[0], 0);
  return 0;
}

SEC("tc") int dynptr_overwritten_nearby(struct __sk_buff* ctx) {
  struct {
    u8 text[16];
    struct bpf_dynptr record;
  } frame = {};
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &frame.record);
  u64 at = ctx->mark & 31;
  opaque(at);
  *(volatile u8*)(frame.text + at) = 1;
  bpf_ringbuf_submit_dynptr(&frame.record, 0);
  return 0;
}

SEC("tc") int helper_writes_over_dynptr(struct __sk_buff* ctx) {
  struct bpf_dynptr record;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
  bpf_skb_load_bytes(ctx, 0, &record, 8);
  bpf_ringbuf_submit_dynptr(&record, 0);
  return 0;
}

SEC("tc") int set_up_at_offset(struct __sk_buff* ctx) {
  struct bpf_dynptr records[2];
  struct bpf_dynptr* at = (struct bpf_dynptr*)((u8*)records + 4);
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, at);
  bpf_ringbuf_submit_dynptr(at, 0);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
