// SPDX-License-Identifier: Apache-2.0
// A table of words in the program's constants; a number that it has no word for gets another one.
// logs: 13-v3@6.1 19-v2@6.12 22-v3@7.3
/* names: code */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

static unsigned int (*bpf_get_prandom_u32)(void) = (void*)7;

static const char words[12][16] = {"zero", "one", "two", "three", "four", "five", "six", "seven"};
static const char no_word[16] = "none";

__attribute__((section("xdp"), used)) int word_of(struct xdp_md* ctx) {
  unsigned long code = bpf_get_prandom_u32();
  const volatile char* word = no_word;

  if (code < 12) word = words[code]; /* check */ /* use */
  return word[3] == 'e' ? XDP_DROP : XDP_PASS; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
