// SPDX-License-Identifier: Apache-2.0
// A helper gets a size that is larger than what is left of the value.
// logs: 13-v2@5.10 19-v3@6.12 22-v3@7.3
#include <linux/bpf.h>

static long (*bpf_probe_read_kernel)(void* to, unsigned int size, const void* from) = (void*)113;

unsigned long words[8];

__attribute__((section("kprobe/do_unlinkat"), used)) int look(void* ctx) {
  return bpf_probe_read_kernel(&words[4], 40, ctx);
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
