// SPDX-License-Identifier: Apache-2.0
// Calls of kernel functions that 6.1 refuses in words of its own.
#include "programs.h"

struct bpf_key {
  void* key;
};

extern struct bpf_key* bpf_lookup_user_key(u32 serial, u64 flags) __ksym __weak;
extern void bpf_key_put(struct bpf_key* key) __ksym __weak;
extern int bpf_verify_pkcs7_signature(struct bpf_dynptr* data, struct bpf_dynptr* signature,
                                      struct bpf_key* keys) __ksym __weak;
extern struct bpf_key* bpf_lookup_system_key(u64 id) __ksym __weak;

SEC("lsm/file_open") int sleeping_call(u64* ctx) {
  struct bpf_key* key = bpf_lookup_user_key(1, 0);
  if (key) bpf_key_put(key);
  return 0;
}

SEC("lsm.s/file_open") int stack_for_key(u64* ctx) {
  u64 key[4] = {};
  opaque(ctx);
  bpf_key_put((void*)key);
  return 0;
}

SEC("lsm.s/file_open") int dynptr_not_initialised(u64* ctx) {
  struct bpf_dynptr data, signature;
  struct bpf_key* key = bpf_lookup_system_key(0);
  if (!key) return 0;
  bpf_verify_pkcs7_signature(&data, &signature, key);
  bpf_key_put(key);
  return 0;
}

SEC("lsm.s/file_open") int dynptr_in_map(u64* ctx) {
  u32 at = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &at);
  if (!found) return 0;
  struct bpf_key* key = bpf_lookup_system_key(0);
  if (!key) return 0;
  bpf_verify_pkcs7_signature((void*)found, (void*)found, key);
  bpf_key_put(key);
  return 0;
}

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

SEC("lsm.s/file_open") int dynptr_of_ring(u64* ctx) {
  struct bpf_dynptr data;
  struct bpf_key* key = bpf_lookup_system_key(0);
  if (!key) return 0;
  bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &data);
  bpf_verify_pkcs7_signature(&data, &data, key);
  bpf_ringbuf_discard_dynptr(&data, 0);
  bpf_key_put(key);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
