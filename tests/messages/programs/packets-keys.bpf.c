// SPDX-License-Identifier: Apache-2.0
// An object of the kernel's that is given back at another address than it was got at.
#include "programs.h"

struct key;

struct bpf_key {
  struct key* key;
  _Bool has_ref;
};

extern struct bpf_key* bpf_lookup_user_key(s32 serial, u64 flags) __ksym __weak;
extern void bpf_key_put(struct bpf_key* key) __ksym __weak;

SEC("lsm.s/bpf") int release_of_moved_key(u64* ctx) {
  struct bpf_key* key = bpf_lookup_user_key(1, 0);
  if (!key) return 0;
  void* moved = key;
  asm volatile("%0 += 8" : "+r"(moved));
  bpf_key_put(moved);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
