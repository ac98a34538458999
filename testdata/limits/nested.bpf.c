// Two loops in each other that clang leaves as they are: 6 rounds, and 4 in each of them.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("tc") int nested(struct __sk_buff *skb) {
  unsigned int sum = 0;
  for (int line = 0; line < 6; line++) {
    for (int column = 0; column < 4; column++) {
      sum += bpf_get_prandom_u32();
      asm volatile("" : "+r"(column));
    }
    asm volatile("" : "+r"(line));
  }
  return sum & 1;
}
