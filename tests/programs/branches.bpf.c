// SPDX-License-Identifier: Apache-2.0
// Two branches on the same number that belong together, which a verifier that looks at one branch
// at a time does not see.
#include "programs.h"

SEC("xdp") int queue_read_twice(struct xdp_md* ctx) {
  struct entry* found = 0;
  if (*(volatile u32*)&ctx->rx_queue_index == 3) {
    found = first_entry();
    if (!found) return XDP_ABORTED;
  }
  opaque(found);
  if (*(volatile u32*)&ctx->rx_queue_index == 3) return found->count;
  return XDP_PASS;
}

SEC("xdp") int queue_compared_twice(struct xdp_md* ctx) {
  struct entry* found = 0;
  u32 queue = ctx->rx_queue_index;
  opaque(queue);
  if (queue == 3) {
    found = first_entry();
    if (!found) return XDP_ABORTED;
  }
  opaque(found);
  opaque(queue);
  if (queue == 3) return found->count;
  return XDP_PASS;
}

SEC("xdp") int queue_limited_twice(struct xdp_md* ctx) {
  struct entry* found = 0;
  u32 queue = ctx->rx_queue_index;
  opaque(queue);
  if (queue < 8) {
    found = first_entry();
    if (!found) return XDP_ABORTED;
  }
  opaque(found);
  opaque(queue);
  if (queue < 4) return found->count;
  return XDP_PASS;
}
