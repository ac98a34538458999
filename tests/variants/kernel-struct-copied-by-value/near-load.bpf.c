// SPDX-License-Identifier: Apache-2.0
// An array of the program is read behind its end.
// logs: 13-v2@6.12 19-v3@6.18 22-v3@7.3
#include <linux/bpf.h>

struct row {
  unsigned long a, b;
} rows[8];
unsigned int wanted_row;

__attribute__((section("xdp"), used)) int pick(struct xdp_md* ctx) {
  unsigned int at = wanted_row;
  if (at > 8) return XDP_PASS;
  struct row row = *(volatile struct row*)&rows[at];
  return row.a == row.b;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
