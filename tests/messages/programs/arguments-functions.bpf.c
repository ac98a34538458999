// SPDX-License-Identifier: Apache-2.0
// Global functions with parameters that cannot be checked.
#include "programs.h"

struct pair {
  u32 left, right;
};

__noinline int sum(struct pair pair) { return pair.left + pair.right; }

SEC("tc") int struct_by_value(struct __sk_buff* ctx) {
  struct pair pair = {ctx->mark, ctx->len};
  return sum(pair);
}

char bpf_license[] SEC("license") = LICENSE;
