// SPDX-License-Identifier: Apache-2.0
// What libbpf leaves for maps that were not created and kernel functions that were not found.
#include "programs.h"
#define LEFT(number) asm volatile("call " #number ::: "r0", "r1", "r2", "r3", "r4", "r5", "memory")
SEC("tc") int map_one(struct __sk_buff *skb) {
  if (skb->mark) LEFT(2001000001);
  return 0;
}
SEC("xdp") int map_twelve(struct xdp_md *ctx) {
  if (ctx->rx_queue_index > 3) LEFT(2001000012);
  return 2;
}
SEC("socket") int map_hundred(struct __sk_buff *skb) {
  LEFT(2001000103);
  return 0;
}
SEC("tc") int kfunc_zero(struct __sk_buff *skb) {
  if (skb->len > 60) LEFT(2002000000);
  return 0;
}
SEC("tc") int kfunc_seventeen(struct __sk_buff *skb) {
  if (skb->hash & 1) LEFT(2002000017);
  return 0;
}
char bpf_license[] SEC("license") = LICENSE;
