// SPDX-License-Identifier: Apache-2.0
// A socket's address is kept, and the address of that is given as the value.
// logs: 13-v2@6.1 19-v3@6.12 22-v3@7.3
/* names: sk, a socket, 48 */
#include <linux/bpf.h>

struct copy {
  __u64 words[6];
};
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  struct copy* value;
} copies __attribute__((section(".maps"), used));

static long (*bpf_map_update_elem)(void* map, const void* key, const void* value,
                                   __u64 flags) = (void*)2;

__attribute__((section("tc"), used)) int copy_socket(struct __sk_buff* skb) {
  __u32 mark = skb->mark;
  struct bpf_sock* sk = skb->sk; /* check */
  if (!sk) return 0;
  bpf_map_update_elem(&copies, &mark, &sk, BPF_ANY); /* use */
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
