// SPDX-License-Identifier: Apache-2.0
// What the programs of this folder share. They are small C programs of the shapes people write,
// right and wrong, and exist to make real kernels print as many kinds of log as possible.
#pragma once

// clang-format off: bpf_helpers.h needs the types of linux/bpf.h and does not include it.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
// clang-format on

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

struct entry {
  u32 count;
  u32 index;
  u64 stamp;
  u8 bytes[48];
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct entry);
} entries SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 64);
  __type(key, u64);
  __type(value, struct entry);
} by_key SEC(".maps");

static __always_inline struct entry* first_entry(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&entries, &key);
}

// Hides from the compiler where a value came from.
#define opaque(value) asm volatile("" : "+r"(value))
