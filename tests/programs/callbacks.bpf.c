// SPDX-License-Identifier: Apache-2.0
// Functions the kernel calls back: loops, map walks, timers. Kernels before 5.13 know none of them.
#include "programs.h"

struct sums {
  u64 sum;
  u64 limit;
};

struct timed {
  struct bpf_timer timer;
  u32 fired;
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 2);
  __type(key, u32);
  __type(value, struct timed);
} timers SEC(".maps");

static long add_index(u32 index, struct sums* sums) {
  sums->sum += index;
  return sums->sum > sums->limit;
}

static long read_beyond(u32 index, struct sums* sums) {
  struct entry* found = first_entry();
  if (!found) return 1;
  u64 place = index;
  opaque(place);
  sums->sum += found->bytes[place];
  return 0;
}

static long returns_five(u32 index, struct sums* sums) {
  sums->sum++;
  return 5;
}

static long count_entry(void* map, u32* key, struct entry* value, struct sums* sums) {
  sums->sum += value->count + *key;
  value->stamp = sums->sum;
  return 0;
}

static int fire(void* map, u32* key, struct timed* value) {
  value->fired++;
  return 0;
}

SEC("tc") int loop_of_calls(struct __sk_buff* ctx) {
  struct sums sums = {.limit = 100};
  bpf_loop(20, add_index, &sums, 0);
  return sums.sum & 1;
}

SEC("tc") int loop_reads_beyond(struct __sk_buff* ctx) {
  struct sums sums = {};
  bpf_loop(ctx->mark, read_beyond, &sums, 0);
  return sums.sum & 1;
}

SEC("tc") int loop_returns_five(struct __sk_buff* ctx) {
  struct sums sums = {};
  bpf_loop(3, returns_five, &sums, 0);
  return sums.sum & 1;
}

SEC("tc") int sum_used_as_index(struct __sk_buff* ctx) {
  struct sums sums = {.limit = 10};
  bpf_loop(20, add_index, &sums, 0);
  struct entry* found = first_entry();
  return found ? found->bytes[sums.sum] : 0;
}

SEC("tc") int each_entry(struct __sk_buff* ctx) {
  struct sums sums = {};
  bpf_for_each_map_elem(&entries, count_entry, &sums, 0);
  return sums.sum & 1;
}

SEC("tc") int timer_started(struct __sk_buff* ctx) {
  u32 key = 0;
  struct timed* found = bpf_map_lookup_elem(&timers, &key);
  if (!found) return 0;
  bpf_timer_init(&found->timer, &timers, 1);
  bpf_timer_set_callback(&found->timer, fire);
  return bpf_timer_start(&found->timer, 1000, 0) ? 1 : 0;
}

SEC("tc") int timer_of_other_map(struct __sk_buff* ctx) {
  u32 key = 0;
  struct timed* found = bpf_map_lookup_elem(&timers, &key);
  if (!found) return 0;
  return bpf_timer_init(&found->timer, &entries, 1) ? 1 : 0;
}

char bpf_license[] SEC("license") = "GPL";
