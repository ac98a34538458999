// A branch in each round whose two ways leave different numbers behind.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 16);
  __type(key, __u32);
  __type(value, __u64);
} seen SEC(".maps");

SEC("tc") int count_hits(struct __sk_buff *skb) {
  __u32 hits = 0;
  for (int round = 0; round < 12; round++) {
    if (bpf_get_prandom_u32() == 7)
      hits++;
    asm volatile("" : "+r"(hits));
  }
  __u64 *count = bpf_map_lookup_elem(&seen, &hits);
  return count && hits < 16;
}
