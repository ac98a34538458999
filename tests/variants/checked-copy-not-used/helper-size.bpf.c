// SPDX-License-Identifier: Apache-2.0
// The number is the size that a helper gets, limited to the size of a map value's field.
// logs: 13-v2@7.3 14-v1@6.12 19-v2@5.10
/* names: amount */ /* labels: HELPER_SIZE lowering_artifact */
#include <linux/bpf.h>

struct sample {
  unsigned int taken;
  unsigned char bytes[256];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct sample* value;
} samples __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static long (*bpf_csum_diff)(void*, unsigned int, void*, unsigned int, unsigned int) = (void*)28;

__attribute__((section("tc"), used)) int sum_sample(struct __sk_buff* skb) {
  unsigned int zero = 0;
  unsigned int amount = (skb->len - 14) & ~3u;
  struct sample* sample = bpf_map_lookup_elem(&samples, &zero);

  if (!sample) return 3;
  sample->taken = amount;
  if (amount > sizeof(sample->bytes)) return 2; /* check */
  skb->priority = skb->ifindex;
  long sum = bpf_csum_diff(0, 0, sample->bytes, amount, 7); /* use */
  return sum == 7 ? 1 : 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
