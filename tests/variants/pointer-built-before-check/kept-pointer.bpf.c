// SPDX-License-Identifier: Apache-2.0
// Two pointers are made of a number before it is checked; inline assembly keeps the second there.
// logs: 13-v3@6.12 19-v2@7.3 22-v4@6.18
/* names: turn */ /* labels: MEM_BOUNDS source_bug */
#include <linux/bpf.h>

struct wheel {
  unsigned int rounds;
  unsigned short spoke[60];
};

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[8];
  unsigned int* key;
  struct wheel* value;
} wheels __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("tc"), used)) int turn_wheel(struct __sk_buff* skb) {
  unsigned int id = skb->ifindex;
  unsigned long turn = skb->priority;
  struct wheel* wheel = bpf_map_lookup_elem(&wheels, &id);

  if (!wheel) return 0;
  unsigned short* spoke = wheel->spoke + turn;
  asm volatile("" : "+r"(spoke));
  wheel->rounds += 1;
  if (turn > 59) return 0; /* check */
  *spoke = 1; /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
