// SPDX-License-Identifier: Apache-2.0
// The size of a call is a field of a map value, and is loaded again after another field was written.
// logs: 13-v2@6.12 19-v3@7.3 22-v4@6.18
/* names: note->used */ /* labels: HELPER_SIZE source_bug */
#include <linux/bpf.h>

struct note {
  unsigned int writes;
  unsigned int used;
  char text[100];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[4];
  unsigned int* key;
  struct note* value;
} notes __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static long (*bpf_skb_store_bytes)(void*, unsigned int, const void*, unsigned int,
                                   unsigned long) = (void*)9;

__attribute__((section("tc"), used)) int stamp_note(struct __sk_buff* skb) {
  unsigned int which = 2;
  struct note* note = bpf_map_lookup_elem(&notes, &which);

  if (!note || note->used == 0) return 0;
  if (note->used > sizeof(note->text)) return 0; /* check */
  __sync_fetch_and_add(&note->writes, 1);
  bpf_skb_store_bytes(skb, 54, note->text, note->used, 0); /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
