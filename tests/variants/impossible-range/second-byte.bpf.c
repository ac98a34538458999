// SPDX-License-Identifier: Apache-2.0
// Sixteen bits are read, and the number is moved to another register before it is added.
// logs: 22-v3@6.1 13-v3@5.10
/* names: 70000, 65535 */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>

__attribute__((section("tc"), used)) int second_byte(struct __sk_buff* skb) {
  unsigned char* head = (unsigned char*)(long)skb->data;
  unsigned char* tail = (unsigned char*)(long)skb->data_end;
  if (head + 20 > tail) return TC_ACT_OK;
  unsigned long length = *(unsigned short*)(head + 16), most = 70000;
  asm volatile( /* check */
      "if %[most] > %[length] goto +2\n"
      "r9 = %[length]\n"
      "%[head] += r9\n"
      : [head] "+r"(head)
      : [most] "r"(most), [length] "r"(length)
      : "r9");
  if (head + 1 > tail) return TC_ACT_SHOT; /* use */
  return *head == 3 ? TC_ACT_SHOT : TC_ACT_OK; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
