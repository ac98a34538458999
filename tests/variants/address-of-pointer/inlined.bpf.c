// SPDX-License-Identifier: Apache-2.0
// An inlined function takes any data and their size.
// logs: 13-v2@6.18 19-v3@6.1 22-v3@7.2
/* names: map value, 32 */
#include <linux/bpf.h>

struct counters {
  __u64 packets, bytes, first, last;
};
struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[64];
  __u32* key;
  struct counters* value;
} states __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_RINGBUF];
  int (*max_entries)[4096];
} ring __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;
static long (*bpf_ringbuf_output)(void* ring, void* data, __u64 size, __u64 flags) = (void*)130;

static inline __attribute__((always_inline)) void emit(void* data, __u64 size) {
  bpf_ringbuf_output(&ring, data, size, 0); /* use */
}

__attribute__((section("xdp"), used)) int emit_state(struct xdp_md* ctx) {
  __u32 at = ctx->rx_queue_index;
  struct counters* state = bpf_map_lookup_elem(&states, &at); /* check */
  if (state) emit(&state, sizeof(struct counters));
  return XDP_PASS;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
