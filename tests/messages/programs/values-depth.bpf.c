// SPDX-License-Identifier: Apache-2.0
// A chain of calls that is too deep, on a side of a compare that is never taken.
#include "programs.h"

#define LEVEL(name, next)                             \
  static __noinline int name(struct __sk_buff* skb) { \
    return next(skb) + bpf_get_prandom_u32() % 7;     \
  }

static __noinline int level1(struct __sk_buff* skb) { return skb->len; }
LEVEL(level2, level1) LEVEL(level3, level2) LEVEL(level4, level3) LEVEL(level5, level4)
LEVEL(level6, level5) LEVEL(level7, level6) LEVEL(level8, level7) LEVEL(level9, level8)
LEVEL(level10, level9) LEVEL(level11, level10) LEVEL(level12, level11) LEVEL(level13, level12)
LEVEL(level14, level13) LEVEL(level15, level14) LEVEL(level16, level15) LEVEL(level17, level16)

SEC("tc") int never_that_deep(struct __sk_buff* skb) {
  int never = 0;
  opaque(never);
  return never ? level17(skb) : TC_ACT_OK;
}

char bpf_license[] SEC("license") = LICENSE;
