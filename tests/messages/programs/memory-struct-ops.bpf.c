// SPDX-License-Identifier: Apache-2.0
// A field of a TCP socket that may be written, with twice its width.
#include "programs.h"

struct sock;
struct tcp_sock {
  u32 snd_cwnd;
} __attribute__((preserve_access_index));
struct tcp_congestion_ops {
  void (*init)(struct sock*);
};

SEC("struct_ops/wide_write") void BPF_PROG(wide_write, struct sock* socket) {
  struct tcp_sock* tcp = (struct tcp_sock*)socket;
  asm volatile("*(u64*)(%0 + 0) = %1" ::"r"(&tcp->snd_cwnd), "r"(5ull));
}

SEC(".struct_ops") struct tcp_congestion_ops wide = {.init = (void*)wide_write};

char bpf_license[] SEC("license") = LICENSE;
