// Jump tables: what clang 22 writes for a switch (-mcpu=v4) in a program that is not the first of its
// section and in a function behind another; and for a goto of a label's address, which has none.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static __noinline int scaled(int number) { return number * 31; }

static __noinline int chosen(int number) {
  switch (number) {
    case 0: return bpf_get_prandom_u32() + 7;
    case 1: return bpf_get_smp_processor_id() * 3;
    case 2: return bpf_ktime_get_ns() >> 5;
    case 3: return scaled(number + 1);
    default: return -1;
  }
}

SEC("tc") int small(struct __sk_buff *skb) { return scaled(skb->len); }

SEC("tc")
int two_tables(struct __sk_buff *skb) {
  int sum = 0;
  switch (skb->protocol) {
    case 10: sum = bpf_get_prandom_u32() + 7; break;
    case 11: sum = bpf_get_smp_processor_id() * 3; break;
    case 13: sum = bpf_get_hash_recalc(skb); break;
    case 14: sum = skb->mark; break;
  }
  switch (skb->queue_mapping) {
    case 0: sum += bpf_get_prandom_u32() + 17; break;
    case 1: sum -= bpf_get_smp_processor_id() * 13; break;
    case 2: sum ^= bpf_ktime_get_ns() >> 6; break;
    case 3: sum *= bpf_get_hash_recalc(skb); break;
  }
  return sum;
}

SEC("xdp")
int labels(struct xdp_md *context) {
  int sum = chosen(context->ingress_ifindex);
#if __clang_major__ >= 22
  static const void *const where[] = {&&one, &&two, &&three, &&one};
  goto *where[context->rx_queue_index & 3];
one:
  sum += bpf_get_prandom_u32();
two:
  sum *= 3;
three:
#endif
  return sum;
}
char _license[] SEC("license") = "GPL";
