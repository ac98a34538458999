// SPDX-License-Identifier: Apache-2.0
// Loaded with all privileges by a kernel of the time before that was allowed.
// logs: 13-v2@5.10 19-v2@5.10 22-v2@5.10
/* names: registers, path */
#include <linux/bpf.h>

static __u32 (*bpf_get_prandom_u32)(void) = (void*)7;

__attribute__((section("tc"), used)) int privileged_number(struct __sk_buff* skb) {
  __u64 delay, burst;
  __u64 a = skb->len, b = skb->hash, c = skb->mark, d = skb->priority;
  if (skb->tc_index == 4) {
    delay = bpf_get_prandom_u32() + a;
    burst = skb->queue_mapping;
  }
  a += bpf_get_prandom_u32();
  b += bpf_get_prandom_u32() * a;
  c += bpf_get_prandom_u32() ^ b;
  d += bpf_get_prandom_u32() * c;
  if (d & 2) return a * b + c * d + skb->len;
  return a * b + c * d + (delay + d) * skb->len + /* check */ /* use */
                                                      bpf_get_prandom_u32() * burst;
      /* check */ /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
