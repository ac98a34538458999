// SPDX-License-Identifier: Apache-2.0
// Three layers may hold the port; the pointer to the last one is chosen by a chain of conditions.
// logs: 13-v2@6.1 16-v3@6.12 22-v3@7.3
/* names: ports */
#include <linux/bpf.h>

struct shim {
  unsigned int label, more;
};
struct long_shim {
  unsigned char bytes[24];
};
struct ports {
  unsigned short from, to;
};

__attribute__((section("xdp"), used)) int port_of_layer(struct xdp_md* ctx) {
  void* at = (void*)(long)ctx->data;
  void* behind = (void*)(long)ctx->data_end;
  if (at + 16 > behind) return XDP_PASS;
  struct shim* shim = 0;
  struct long_shim* long_shim = 0;
  unsigned char kind = *(unsigned char*)at, inner = 0;
  if (kind == 1) {
    shim = at + 16;
    if ((void*)(shim + 1) > behind) return XDP_PASS;
    inner = shim->label & 7;
  } else if (kind == 2) {
    long_shim = at + 16;
    if ((void*)(long_shim + 1) > behind) return XDP_PASS;
    inner = long_shim->bytes[5] & 7;
  }
  if (inner != 5) return XDP_PASS;
  struct ports* ports = shim ? (void*)(shim + 1) : (void*)(long_shim + 1); /* check */
  if ((void*)(ports + 1) > behind) return XDP_PASS;                        /* check */
  return ports->to == 80 ? XDP_DROP : XDP_PASS;                            /* use */
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
