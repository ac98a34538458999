// SPDX-License-Identifier: Apache-2.0
// A socket filter that indexes its own stack; the number goes through a stack slot.
// logs: 14-v1@6.1 19-v2@5.10
/* names: 64, 31 */
#include <linux/bpf.h>

__attribute__((section("socket"), used)) int stack_index(struct __sk_buff* skb) {
  unsigned long counts[8] = {0};
  asm volatile("" : : "r"(&counts) : "memory");
  asm volatile( /* check */ /* use */
      "r7 = *(u32 *)(%[skb] + 4)\n"
      "r7 &= 31\n"
      "r8 = r7\n"
      "r3 = 64\n"
      "if r3 > r7 goto +6\n"
      "*(u64 *)(r10 - 80) = r8\n"
      "r9 = *(u64 *)(r10 - 80)\n"
      "r4 = r10\n"
      "r4 += -64\n"
      "r4 += r9\n"
      "*(u8 *)(r4 + 0) = r3\n"
      :
      : [skb] "r"(skb)
      : "r3", "r4", "r7", "r8", "r9", "memory");
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
