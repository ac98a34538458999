// SPDX-License-Identifier: Apache-2.0
// What the programs in the pages of this folder stand on: tools/prove-messages puts each of them
// behind this text, and the license behind it.
#pragma once

// clang-format off: bpf_helpers.h needs the types of linux/bpf.h and does not include it.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/in.h>
#include <linux/pkt_cls.h>
// clang-format on

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

// A program that needs another one says #undef LICENSE and defines it anew.
#define LICENSE "GPL"

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

// Hides from the compiler where a value came from.
#define opaque(value) asm volatile("" : "+r"(value))
