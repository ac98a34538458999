// SPDX-License-Identifier: Apache-2.0
// One variable as the key of two maps: the first has such keys, the second has not.
// logs: 13-v2@6.12 19-v3@7.3 22-v2@6.1
/* names: id, key, 8 */
#include <linux/bpf.h>

struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u32* key;
  __u32* value;
} by_id __attribute__((section(".maps"), used));
struct {
  int (*type)[BPF_MAP_TYPE_HASH];
  int (*max_entries)[64];
  __u64* key;
  __u32* value;
} by_long_id __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void* map, const void* key) = (void*)1;

static __u64 (*bpf_get_current_pid_tgid)(void) = (void*)14;

__attribute__((section("raw_tracepoint/sys_enter"), used)) int count_thread(void* ctx) {
  __u32 id = bpf_get_current_pid_tgid(); /* check */
  if (bpf_map_lookup_elem(&by_id, &id)) return 0;
  __u32* long_one = bpf_map_lookup_elem(&by_long_id, &id); /* use */
  if (long_one) ++*long_one;
  return 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
