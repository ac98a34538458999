// Reads an Ethernet header without comparing it with data_end.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int reads_unchecked(struct xdp_md *ctx) {
  unsigned char *data = (unsigned char *)(long)ctx->data;
  return data[13] == 8 ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
