// SPDX-License-Identifier: Apache-2.0
// A local variable that a helper wrote to: clang loads it again after every further call.
// logs: 22-v4@7.3 16-v3@6.1 14-v2@5.10
/* names: where */ /* labels: MEM_BOUNDS lowering_artifact */
#include <linux/bpf.h>

struct names {
  char letters[128];
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[16];
  unsigned int* key;
  struct names* value;
} all_names __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static long (*bpf_skb_load_bytes)(const void*, unsigned int, void*, unsigned int) = (void*)26;

__attribute__((section("tc"), used)) int mark_letter(struct __sk_buff* skb) {
  unsigned int where = 0;
  unsigned int id = skb->mark;

  if (bpf_skb_load_bytes(skb, 40, &where, sizeof(where)) < 0) return 0;
  if (where > 127) return 2; /* check */
  struct names* names = bpf_map_lookup_elem(&all_names, &id);
  if (names) names->letters[where] = 'x'; /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
