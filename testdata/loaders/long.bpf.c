// The same at the end of a loop whose log is larger than any loader's first buffer.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int reads_late(struct xdp_md *ctx) {
  unsigned char *data = (unsigned char *)(long)ctx->data;
  unsigned int sum = 0;
  for (int i = 0; i < ROUNDS; i++) {
    unsigned int bits = bpf_get_prandom_u32();
    if (bits & 1) sum += bits;
    sum ^= bits >> 3;
  }
  if (sum == 7) return XDP_ABORTED;
  return data[13] == 8 ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
