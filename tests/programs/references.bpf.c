// SPDX-License-Identifier: Apache-2.0
// What is acquired must be released: ring buffer records, sockets, locks.
#include "programs.h"

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

struct locked {
  struct bpf_spin_lock lock;
  u32 count;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, u32);
  __type(value, struct locked);
} guarded SEC(".maps");

static __always_inline struct locked* first_locked(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&guarded, &key);
}

SEC("xdp") int record_submitted(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_ABORTED;
  record[0] = 1;
  record[1] = ctx->rx_queue_index;
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

SEC("xdp") int record_unchecked(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  record[0] = 1;
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

SEC("xdp") int record_leaked(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_ABORTED;
  if (ctx->rx_queue_index == 3) return XDP_DROP;
  bpf_ringbuf_discard(record, 0);
  return XDP_PASS;
}

SEC("xdp") int record_used_after_submit(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_ABORTED;
  bpf_ringbuf_submit(record, 0);
  return *(volatile u64*)record;
}

SEC("xdp") int record_submitted_twice(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_ABORTED;
  bpf_ringbuf_submit(record, 0);
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

SEC("xdp") int record_exceeded(struct xdp_md* ctx) {
  u64* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return XDP_ABORTED;
  *(volatile u64*)(record + 2) = 1;
  bpf_ringbuf_submit(record, 0);
  return XDP_PASS;
}

SEC("tc") int socket_released(struct __sk_buff* ctx) {
  struct bpf_sock_tuple tuple = {};
  struct bpf_sock* found = bpf_sk_lookup_tcp(ctx, &tuple, sizeof tuple.ipv4, -1, 0);
  if (!found) return 0;
  u32 mark = found->mark;
  bpf_sk_release(found);
  return mark & 1;
}

SEC("tc") int socket_leaked(struct __sk_buff* ctx) {
  struct bpf_sock_tuple tuple = {};
  struct bpf_sock* found = bpf_sk_lookup_tcp(ctx, &tuple, sizeof tuple.ipv4, -1, 0);
  return found ? 1 : 0;
}

SEC("tc") int socket_unchecked(struct __sk_buff* ctx) {
  struct bpf_sock_tuple tuple = {};
  struct bpf_sock* found = bpf_sk_lookup_tcp(ctx, &tuple, sizeof tuple.ipv4, -1, 0);
  bpf_sk_release(found);
  return 0;
}

SEC("tc") int lock_taken(struct __sk_buff* ctx) {
  struct locked* found = first_locked();
  if (!found) return 0;
  bpf_spin_lock(&found->lock);
  found->count++;
  bpf_spin_unlock(&found->lock);
  return 0;
}

SEC("tc") int lock_kept(struct __sk_buff* ctx) {
  struct locked* found = first_locked();
  if (!found) return 0;
  bpf_spin_lock(&found->lock);
  found->count++;
  return 0;
}

SEC("tc") int lock_taken_twice(struct __sk_buff* ctx) {
  struct locked* found = first_locked();
  if (!found) return 0;
  bpf_spin_lock(&found->lock);
  bpf_spin_lock(&found->lock);
  bpf_spin_unlock(&found->lock);
  return 0;
}

SEC("tc") int call_under_lock(struct __sk_buff* ctx) {
  struct locked* found = first_locked();
  if (!found) return 0;
  bpf_spin_lock(&found->lock);
  found->count = bpf_get_prandom_u32();
  bpf_spin_unlock(&found->lock);
  return 0;
}

SEC("tc") int lock_overwritten(struct __sk_buff* ctx) {
  struct locked* found = first_locked();
  if (!found) return 0;
  *(volatile u32*)&found->lock = 0;
  return 0;
}

char bpf_license[] SEC("license") = "GPL";
