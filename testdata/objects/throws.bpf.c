// Exceptions, whose callbacks nothing calls: a tag names them.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define EXCEPTION_CALLBACK(name) __attribute__((btf_decl_tag("exception_callback:" #name)))

extern void bpf_throw(__u64 cookie) __attribute__((noreturn)) __ksym;
__u64 thrown;

// What a callback calls stands behind it.
__noinline int add(__u64 cookie) { thrown += cookie; return cookie > 3; }
__noinline int on_throw(__u64 cookie) { return add(cookie) + 1; }
__noinline int on_tc(__u64 cookie) { return cookie; }

static __noinline int checked(int number) {
  if (number > 64) bpf_throw(number);
  return number * 3;
}

SEC("tc") EXCEPTION_CALLBACK(on_tc)
int throws(struct __sk_buff *skb) { return checked(skb->len); }

SEC("tc") EXCEPTION_CALLBACK(on_throw)
int throws_and_adds(struct __sk_buff *skb) { return checked(skb->mark) + add(1); }

// The verifier takes only one, so libbpf appends none.
SEC("tc") EXCEPTION_CALLBACK(on_tc) EXCEPTION_CALLBACK(on_throw)
int throws_to_both(struct __sk_buff *skb) { return checked(skb->mark); }

SEC("tc") int throws_without(struct __sk_buff *skb) { return checked(skb->mark); }
char _license[] SEC("license") = "GPL";
