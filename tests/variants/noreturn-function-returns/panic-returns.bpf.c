// SPDX-License-Identifier: Apache-2.0
// A function in the place of a panic handler, which returns.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
/* names: takes it away */
#include <linux/bpf.h>

static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;
unsigned long failed_at;

__attribute__((noinline, used)) static int panic(void) {
  failed_at = bpf_ktime_get_ns();
  return 0;
}

__attribute__((section("tc"), used)) int divide(struct __sk_buff* skb) {
  unsigned char* start = (unsigned char*)(long)skb->data;
  unsigned char* end = (unsigned char*)(long)skb->data_end;
  if (start + 64 > end) return 0;
  unsigned int parts = start[14];
  if (parts == 0) asm volatile("call panic"); /* check */
  return start[15] / parts;                   /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
