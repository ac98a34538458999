// The same loop in a function that is checked at each call, and in one that is checked by itself.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

static __noinline int sum_at_call(unsigned int rounds) {
  unsigned int sum = 0;
  for (unsigned int round = 0; round < 10; round++) {
    if (round >= rounds) break;
    sum += bpf_get_prandom_u32();
  }
  return sum;
}

__noinline int sum_by_itself(unsigned int rounds) {
  unsigned int sum = 0;
  for (unsigned int round = 0; round < 10; round++) {
    if (round >= rounds) break;
    sum += bpf_get_prandom_u32();
  }
  return sum;
}

SEC("tc") int sums(struct __sk_buff *skb) {
  int sum = sum_at_call(skb->len) + sum_at_call(skb->mark) + sum_at_call(skb->hash);
  return (sum + sum_by_itself(skb->len) + sum_by_itself(skb->mark)) & 1;
}
