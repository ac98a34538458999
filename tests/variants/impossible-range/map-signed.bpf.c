// SPDX-License-Identifier: Apache-2.0
// A signed compare, and a map value instead of a packet.
// logs: 15-v3@6.1 22-v2@5.10
/* names: 41, 15 */
#include <linux/bpf.h>

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

struct slot {
  unsigned char bytes[64];
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct slot* value;
} slots __attribute__((section(".maps"), used));

__attribute__((section("xdp"), used)) int pick_signed(struct xdp_md* ctx) {
  unsigned int key = 0;
  struct slot* slot = bpf_map_lookup_elem(&slots, &key);
  if (!slot) return XDP_PASS;
  unsigned char* base = slot->bytes;
  unsigned long index = slot->bytes[3] & 15, bound = 40, out = 1;
  asm volatile( /* check */ /* use */
      "if %[bound] s< %[index] goto +1\n"
      "goto +2\n"
      "%[base] += %[index]\n"
      "%[out] = *(u8 *)(%[base] + 0)\n"
      : [base] "+r"(base), [out] "+r"(out)
      : [bound] "r"(bound), [index] "r"(index));
  return out ? XDP_PASS : XDP_DROP;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
