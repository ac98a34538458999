// A loop of 12 rounds, with one of 5 in it that clang unrolls.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("tc") int rounds(struct __sk_buff *skb) {
  unsigned int sum = 0;
  for (int line = 0; line < 12; line++) {
    for (int column = 0; column < 5; column++) {
      asm volatile("" : "+r"(sum));
      sum += bpf_get_prandom_u32();
    }
    asm volatile("" : "+r"(line));
  }
  return sum & 1;
}
