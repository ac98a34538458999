// SPDX-License-Identifier: Apache-2.0
// The old pointer is handed to a helper.
// logs: 14-v2@6.1 19-v3@6.18 22-v3@7.2
/* names: bpf_skb_store_bytes */
#include <linux/bpf.h>

static long (*bpf_skb_store_bytes)(struct __sk_buff* skb, unsigned int offset, const void* from,
                                   unsigned int length, unsigned long flags) = (void*)9;
static long (*bpf_csum_diff)(unsigned int* from, unsigned int from_size, unsigned int* to,
                             unsigned int to_size, unsigned int seed) = (void*)28;

__attribute__((section("tc"), used)) int sum_after_write(struct __sk_buff* skb) {
  unsigned char* start = (unsigned char*)(long)skb->data;
  if (start + 64 > (unsigned char*)(long)skb->data_end) return 0;
  unsigned int mark = skb->mark;
  if (bpf_skb_store_bytes(skb, 30, &mark, sizeof mark, 0)) return 0; /* check */
  return bpf_csum_diff(0, 0, (unsigned int*)(start + 20), 16, 0);    /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
