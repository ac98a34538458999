// SPDX-License-Identifier: Apache-2.0
// Lists, trees and locks, handed what they do not take.
#include "programs.h"

#define __contains(type, field) __attribute__((btf_decl_tag("contains:" #type ":" #field)))
struct bpf_list_head {
  u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_list_node {
  u64 opaque[3];
} __attribute__((aligned(8)));
struct bpf_rb_root {
  u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_rb_node {
  u64 opaque[4];
} __attribute__((aligned(8)));
struct bpf_res_spin_lock {
  u32 opaque;
};
extern void* bpf_obj_new_impl(u64 type, void* meta) __ksym;
extern void bpf_obj_drop_impl(void* object, void* meta) __ksym;
extern void* bpf_refcount_acquire_impl(void* object, void* meta) __ksym;
extern int bpf_list_push_front_impl(struct bpf_list_head* head, struct bpf_list_node* node,
                                    void* meta, u64 offset) __ksym;
extern int bpf_rbtree_add_impl(struct bpf_rb_root* root, struct bpf_rb_node* node,
                               _Bool (*less)(struct bpf_rb_node*, const struct bpf_rb_node*),
                               void* meta, u64 offset) __ksym;
extern struct bpf_rb_node* bpf_rbtree_remove(struct bpf_rb_root* root,
                                             struct bpf_rb_node* node) __ksym;
extern int bpf_res_spin_lock(struct bpf_res_spin_lock* lock) __ksym;
extern void bpf_res_spin_unlock(struct bpf_res_spin_lock* lock) __ksym;
struct job {
  struct bpf_rb_node node;
  u64 id;
};
struct note {
  struct bpf_list_node link;
  u64 id;
};
struct queue {
  struct bpf_res_spin_lock lock;
  struct bpf_rb_root jobs __contains(job, node);
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct queue);
} queues SEC(".maps");

static struct bpf_res_spin_lock lock SEC(".data.jobs");
static struct bpf_rb_root jobs __contains(job, node) SEC(".data.jobs");

static _Bool locking_less(struct bpf_rb_node* a, const struct bpf_rb_node* b) {
  bpf_res_spin_unlock(&lock);
  return ((struct job*)a)->id < ((const struct job*)b)->id;
}

SEC("tc") int lock_in_comparison(struct __sk_buff* ctx) {
  struct job* job = bpf_obj_new_impl(bpf_core_type_id_local(struct job), NULL);
  if (!job) return 0;
  if (bpf_res_spin_lock(&lock)) {
    bpf_obj_drop_impl(job, NULL);
    return 0;
  }
  bpf_rbtree_add_impl(&jobs, &job->node, locking_less, NULL, 0);
  bpf_res_spin_unlock(&lock);
  return 0;
}

SEC("tc") int map_value_removed(struct __sk_buff* ctx) {
  u32 key = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &key);
  if (!found || bpf_res_spin_lock(&lock)) return 0;
  bpf_rbtree_remove(&jobs, (struct bpf_rb_node*)found);
  bpf_res_spin_unlock(&lock);
  return 0;
}

SEC("tc") int map_value_shared(struct __sk_buff* ctx) {
  u32 key = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &key);
  return found && bpf_refcount_acquire_impl(found, NULL) ? 1 : 0;
}

SEC("tc") int list_on_stack(struct __sk_buff* ctx) {
  struct bpf_list_head list = {};
  struct note* note = bpf_obj_new_impl(bpf_core_type_id_local(struct note), NULL);
  if (note) bpf_list_push_front_impl(&list, &note->link, NULL, 0);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
