// Calls that the compiler takes away, at the same places of several sections.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static __always_inline int deep(int number) { return bpf_get_prandom_u32() + number; }
static __always_inline int one(int number) { return deep(number) * 3; }
static __always_inline int two(int number) { return bpf_get_smp_processor_id() * number; }
static __noinline int kept(int number) { return two(number) + 5; }

SEC("xdp") int in_xdp(struct xdp_md *context) { return one(context->data); }
SEC("socket") int in_socket(struct __sk_buff *skb) { return two(skb->len); }
SEC("tc") int in_tc(struct __sk_buff *skb) {
  int number = skb->len * 3;
  return kept(number) + one(number);
}
char _license[] SEC("license") = "GPL";
