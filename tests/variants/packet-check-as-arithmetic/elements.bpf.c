// SPDX-License-Identifier: Apache-2.0
// A difference of pointers to a struct, which counts elements.
// logs: 15-v2@6.12 16-v3@6.18 22-v3@7.3
/* names: words */
#include <linux/bpf.h>

__attribute__((section("tc"), used)) int count_words(struct __sk_buff* skb) {
  unsigned int* words = (unsigned int*)(long)skb->data;
  unsigned int* stop = (unsigned int*)(long)skb->data_end;
  if (stop - words <= 9) return 0; /* check */
  return words[9] == 7 ? 2 : 0;    /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
