// Everything that linking has to do: subprograms that call each other, maps, global data of every
// kind, a callback, externs.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __type(key, __u32);
  __type(value, __u64);
  __uint(max_entries, 4);
} counts SEC(".maps");

struct inner {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(key_size, 4);
  __uint(value_size, 8);
  __uint(max_entries, 16);
} inner_map SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 2);
  __type(key, __u32);
  __uint(pinning, LIBBPF_PIN_BY_NAME);
  __array(values, struct inner);
} outer SEC(".maps") = {.values = {[1] = &inner_map}};

extern unsigned CONFIG_HZ __kconfig;
extern const void bpf_prog_put __ksym __weak;
extern int bpf_missing_kfunc(int number) __ksym __weak;

__u64 zeros;
__u32 start = 5, other = 7;
const volatile __u32 limit = 9;
const char words[] SEC(".rodata.words") = "count %d";

static __noinline int last(int number) { return number * CONFIG_HZ; }
static __noinline int middle(int number) { return last(number + 1) + start; }
__noinline int global_one(int number) { return middle(number) + last(number); }

static int each(__u32 index, void *context) {
  *(__u64 *)context += index;
  return last(index);
}

SEC("socket")
int count(struct __sk_buff *skb) {
  __u32 key = 1;
  __u64 *value = bpf_map_lookup_elem(&counts, &key), sum = 0;
  if (value) *value += global_one(skb->len);
  bpf_loop(limit, each, &sum, 0);
  zeros += sum + other;
  return middle(skb->len);
}

SEC("xdp")
int place(struct xdp_md *context) {
  __u32 key = 0;
  if (&bpf_prog_put) return 1;
  if (bpf_missing_kfunc) return bpf_missing_kfunc(1);
  bpf_trace_printk(words, sizeof(words), key);
  return bpf_map_lookup_elem(&outer, &key) ? XDP_PASS : XDP_DROP;
}

char LICENSE[] SEC("license") = "GPL";
