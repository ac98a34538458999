// SPDX-License-Identifier: Apache-2.0
// An object of the program with a field that only kernel functions may touch.
#include "programs.h"

struct bpf_list_head {
  u64 parts[2];
};
struct bpf_list_node {
  u64 parts[3];
};
struct item {
  struct bpf_list_node node;
  int value;
};

struct list {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __attribute__((btf_decl_tag("contains:item:node")));
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct list);
} lists SEC(".maps");

extern void* bpf_obj_new_impl(u64 type, void* meta) __ksym __weak;
extern void bpf_obj_drop_impl(void* object, void* meta) __ksym __weak;

SEC("tc") int node_written(struct __sk_buff* ctx) {
  struct item* item = bpf_obj_new_impl(bpf_core_type_id_local(struct item), 0);
  if (!item) return 0;
  item->node.parts[0] = 1;
  bpf_obj_drop_impl(item, 0);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
