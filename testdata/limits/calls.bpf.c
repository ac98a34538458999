// Two ways down: the first call goes deeper, the second needs more stack.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

static __noinline int last_of(struct __sk_buff *skb) {
  char bytes[24];
  if (bpf_skb_load_bytes(skb, 0, bytes, sizeof(bytes))) return 0;
  return bytes[23];
}

static __noinline int many_small(struct __sk_buff *skb) {
  char bytes[40];
  if (bpf_skb_load_bytes(skb, 0, bytes, sizeof(bytes))) return 0;
  return last_of(skb) + bytes[39];
}

static __noinline int one_large(struct __sk_buff *skb) {
  char bytes[200];
  if (bpf_skb_load_bytes(skb, 0, bytes, sizeof(bytes))) return 0;
  return bytes[199];
}

SEC("tc") int calls(struct __sk_buff *skb) {
  int sum = many_small(skb);
  sum += one_large(skb);
  sum += one_large(skb);
  return sum & 1;
}
