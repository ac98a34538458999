// SPDX-License-Identifier: Apache-2.0
// A tracing program: a 64-bit argument is stored as 32 bits, limited, and passed as a size.
// logs: 19-v2@6.18 13-v1@6.1 16-v2@7.2
/* names: want */ /* labels: HELPER_SIZE lowering_artifact */
#include <linux/bpf.h>

struct event {
  unsigned long at;
  char text[200];
};

struct {
  int (*type)[BPF_MAP_TYPE_PERCPU_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  struct event* value;
} scratch __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;
static long (*bpf_probe_read)(void*, unsigned int, const void*) = (void*)4;
static unsigned long (*bpf_ktime_get_ns)(void) = (void*)5;

__attribute__((section("raw_tracepoint/sys_enter"), used)) int on_enter(
    struct bpf_raw_tracepoint_args* ctx) {
  unsigned int slot = 0;
  unsigned int want = ctx->args[1];

  if (want > 200) return 0; /* check */
  struct event* event = bpf_map_lookup_elem(&scratch, &slot);
  if (!event) return 0;
  event->at = bpf_ktime_get_ns();
  bpf_probe_read(event->text, want, (void*)ctx->args[0]); /* use */
  return 0;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
