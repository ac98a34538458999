// SPDX-License-Identifier: Apache-2.0
// The buffer is on the stack; where the number is too large, its last letter is taken.
// logs: 13-v2@6.1 19-v1@6.18 16-v3@7.2
/* names: which */ /* labels: STACK_BOUNDS lowering_artifact */
#include <linux/bpf.h>

static long (*bpf_skb_load_bytes)(const void*, unsigned int, void*, unsigned int) = (void*)26;

__attribute__((section("tc"), used)) int letter_at(struct __sk_buff* skb) {
  char letters[40];
  unsigned long which = skb->priority;

  if (bpf_skb_load_bytes(skb, 0, letters, sizeof(letters)) < 0) return 0;
  const char* letter = &letters[39];
  if (which < 39) /* check */ /* use */
    letter = &letters[which];
  return *letter == 'q' ? 2 : 0; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
