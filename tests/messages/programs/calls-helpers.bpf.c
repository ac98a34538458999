// Helpers with the wrong map, in the wrong type of program, or with arguments that they do not
// take.
#include "programs.h"

struct {
  __uint(type, BPF_MAP_TYPE_SOCKHASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u64);
} sockets SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_RDONLY_PROG);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u32);
} limits SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(map_flags, BPF_F_WRONLY_PROG);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u32);
} reports SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
  __type(key, struct bpf_cgroup_storage_key);
  __type(value, u64);
} per_cgroup SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u32);
} next_programs SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, struct { struct bpf_timer timer; });
} timed SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 4);
  __uint(key_size, 4);
  __uint(value_size, 64);
} traces SEC(".maps");

SEC("tc") int sockhash_deleted(struct __sk_buff* ctx) {
  u32 key = 0;
  return bpf_map_delete_elem(&sockets, &key) != 0;
}

SEC("kprobe") int sockhash_deleted_in_kprobe(void* ctx) {
  u32 key = 0;
  return bpf_map_delete_elem(&sockets, &key) != 0;
}

SEC("tc") int read_only_map_deleted(struct __sk_buff* ctx) {
  u32 key = 0;
  return bpf_map_delete_elem(&limits, &key) != 0;
}

SEC("tc") int read_only_value_written(struct __sk_buff* ctx) {
  u32 key = 0, *limit = bpf_map_lookup_elem(&limits, &key);
  if (limit) *limit = 0;
  return 0;
}

SEC("tc") int write_only_value_read(struct __sk_buff* ctx) {
  u32 key = 0, *report = bpf_map_lookup_elem(&reports, &key);
  return report ? *report == 0 : 0;
}

SEC("cgroup_skb/egress") int storage_flags(struct __sk_buff* ctx) {
  u64* count = bpf_get_local_storage(&per_cgroup, 1);
  *count += 1;
  return 1;
}

SEC("tc") int record_of_any_size(struct __sk_buff* ctx) {
  void* record = bpf_ringbuf_reserve(&ring, ctx->len & 0xff, 0);
  if (record) bpf_ringbuf_discard(record, 0);
  return 0;
}

SEC("xdp") int skb_helper_in_xdp(struct xdp_md* ctx) {
  u32 bytes = 0;
  bpf_skb_load_bytes(ctx, 0, &bytes, sizeof bytes);
  return bytes == 0;
}

SEC("raw_tp") int func_ip_in_raw_tracepoint(void* ctx) { return bpf_get_func_ip(ctx) != 0; }

SEC("tp_btf/sys_enter") int func_ip_in_tracepoint(void* ctx) { return bpf_get_func_ip(ctx) != 0; }

SEC("fentry/do_unlinkat") int path_in_fentry(u64* ctx) {
  char bytes[16];
  return bpf_d_path((struct path*)ctx[0], bytes, sizeof bytes) != 0;
}

static int in_callback(void* map, u32* key, u32* value, void* ctx) { return 0; }

SEC("tc") int for_each_of_sockets(struct __sk_buff* ctx) {
  return bpf_for_each_map_elem(&sockets, in_callback, 0, 0) == 0;
}

SEC("tc") int for_each_of_programs(struct __sk_buff* ctx) {
  return bpf_for_each_map_elem(&next_programs, in_callback, 0, 0) == 0;
}

struct call_context {
  struct __sk_buff* ctx;
};

static long tail_call_in_loop(u32 index, struct call_context* call) {
  bpf_tail_call(call->ctx, &next_programs, index);
  return 0;
}

SEC("tc") int tail_call_in_callback(struct __sk_buff* ctx) {
  struct call_context call = {ctx};
  bpf_loop(4, tail_call_in_loop, &call, 0);
  return 0;
}

SEC("tc") int tail_call_with_record(struct __sk_buff* ctx) {
  void* record = bpf_ringbuf_reserve(&ring, 16, 0);
  if (!record) return 0;
  bpf_tail_call(ctx, &next_programs, 0);
  bpf_ringbuf_discard(record, 0);
  return 0;
}

SEC("kprobe") int timer_in_kprobe(void* ctx) {
  u32 key = 0;
  struct bpf_timer* timer = bpf_map_lookup_elem(&timed, &key);
  if (timer) bpf_timer_cancel(timer);
  return 0;
}

SEC("tc") int timer_of_no_field(struct __sk_buff* ctx) {
  u64 key = 0;
  struct entry* entry = bpf_map_lookup_elem(&by_key, &key);
  if (entry) bpf_timer_init((void*)entry, &by_key, 1);
  return 0;
}

SEC("tc") int timer_at_wrong_offset(struct __sk_buff* ctx) {
  u32 key = 0;
  void* value = bpf_map_lookup_elem(&timed, &key);
  if (value) bpf_timer_cancel(value + 8);
  return 0;
}

SEC("tc") int timer_at_any_offset(struct __sk_buff* ctx) {
  u32 key = 0;
  void* value = bpf_map_lookup_elem(&timed, &key);
  if (value) bpf_timer_cancel(value + (ctx->len & 8));
  return 0;
}

SEC("tc") int timer_of_other_map(struct __sk_buff* ctx) {
  u32 key = 0;
  struct bpf_timer* timer = bpf_map_lookup_elem(&timed, &key);
  if (timer) bpf_timer_init(timer, &by_key, 1);
  return 0;
}

SEC("tc") int timer_written(struct __sk_buff* ctx) {
  u32 key = 0;
  u64* timer = bpf_map_lookup_elem(&timed, &key);
  if (timer) *timer = 0;
  return 0;
}

SEC("tc") int perf_output_to_ring(struct __sk_buff* ctx) {
  u64 now = 1;
  return bpf_perf_event_output(ctx, &ring, BPF_F_CURRENT_CPU, &now, sizeof now) != 0;
}

SEC("tc") int pop_of_sockets(struct __sk_buff* ctx) {
  u64 value = 0;
  return bpf_map_pop_elem(&sockets, &value) != 0;
}

SEC("tp_btf/task_newtask") int write_to_task(u64* ctx) {
  return bpf_probe_read_kernel((void*)ctx[0], 8, 0) != 0;
}

// The helper calls the socket by its full type, so the moved one is another pointer.
SEC("tp_btf/tcp_probe") int moved_kernel_pointer(u64* ctx) {
  return bpf_get_socket_cookie((void*)ctx[0] + 8) != 0;
}

SEC("lsm_cgroup/sk_clone_security") int retval_at_void_hook(void* ctx) {
  bpf_set_retval(-1);
  return 1;
}

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4);
  __type(key, u32);
  __type(value, u64);
} numbers SEC(".maps");

SEC("tc") int timer_in_number(struct __sk_buff* ctx) {
  u32 key = 0;
  u64* number = bpf_map_lookup_elem(&numbers, &key);
  if (number) bpf_timer_cancel((void*)number);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
