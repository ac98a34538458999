// SPDX-License-Identifier: Apache-2.0
// The same in a tc program, in an inlined function, with the context that is lost.
// logs: 13-v2@6.1 19-v3@7.3 22-v2@6.18
/* names: bpf_tail_call, return <your return value> */
#include <linux/bpf.h>

static __attribute__((noreturn)) void (*bpf_tail_call)(void* ctx, void* map,
                                                       unsigned int index) = (void*)12;

struct {
  int (*type)[BPF_MAP_TYPE_PROG_ARRAY];
  int (*max_entries)[4];
  int (*key_size)[4];
  int (*value_size)[4];
} next __attribute__((section(".maps"), used));

static __attribute__((always_inline)) void go_on(struct __sk_buff* skb, unsigned int kind) {
  if (kind == 8) bpf_tail_call(skb, &next, 0); /* check */
}

__attribute__((section("tc"), used)) int dispatch(struct __sk_buff* skb) {
  go_on(skb, skb->protocol);
  if (skb->mark == 5) bpf_tail_call(skb, &next, 3); /* use */
  return skb->len & 3;                              /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
