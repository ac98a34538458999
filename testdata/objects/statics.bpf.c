// Programs that are static, as libbpf took them before 1.0; and a function that is seldom called, which
// is global but no program.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__attribute__((cold)) __noinline int rare(int number) { return bpf_get_prandom_u32() + number; }
static __noinline int shared(int number) { return number > 9 ? rare(number) : number * 5; }

SEC("socket") static int first(struct __sk_buff *skb) { return shared(skb->len); }
SEC("socket") static int second(struct __sk_buff *skb) { return shared(skb->len) + 1; }
SEC("xdp") static int third(struct xdp_md *context) { return XDP_PASS; }
char _license[] SEC("license") = "GPL";
