// Objects of one's own (bpf_obj_new), lists and trees.
#include "programs.h"

struct bpf_list_head {
  u64 : 64;
  u64 : 64;
} __attribute__((aligned(8)));
struct bpf_list_node {
  u64 : 64;
  u64 : 64;
  u64 : 64;
} __attribute__((aligned(8)));
struct bpf_rb_root {
  u64 : 64;
  u64 : 64;
} __attribute__((aligned(8)));
struct bpf_rb_node {
  u64 : 64;
  u64 : 64;
  u64 : 64;
  u64 : 64;
} __attribute__((aligned(8)));

#define contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))
#define private(name) SEC(".bss." #name) __attribute__((aligned(8)))

extern void* bpf_obj_new_impl(u64 type, void* meta) __ksym __weak;
extern void bpf_obj_drop_impl(void* object, void* meta) __ksym __weak;
extern void* bpf_percpu_obj_new_impl(u64 type, void* meta) __ksym __weak;
extern void bpf_percpu_obj_drop_impl(void* object, void* meta) __ksym __weak;
extern int bpf_list_push_front_impl(struct bpf_list_head* head, struct bpf_list_node* node,
                                    void* meta, u64 offset) __ksym __weak;
extern int bpf_rbtree_add_impl(struct bpf_rb_root* root, struct bpf_rb_node* node,
                               _Bool less(struct bpf_rb_node*, const struct bpf_rb_node*),
                               void* meta, u64 offset) __ksym __weak;
extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

struct item {
  u64 number;
  struct bpf_list_node node;
};
struct leaf {
  u64 number;
  struct bpf_rb_node node;
};
struct counts {
  u64 numbers[4];
};
struct large_counts {
  u64 numbers[200];
};
struct with_pointer {
  u64 number;
  struct item* next;
};
union number {
  u64 whole;
  u32 half;
};
struct with_kptr {
  struct counts __kptr* counts;
};

private(A) struct bpf_spin_lock list_lock;
private(A) struct bpf_list_head list contains(item, node);
private(A) struct bpf_rb_root tree contains(leaf, node);
private(B) struct bpf_spin_lock other_lock;

#define new_object(type) ((type*)bpf_obj_new_impl(__builtin_btf_type_id(*(type*)0, 0), 0))
#define new_percpu(type) ((type*)bpf_percpu_obj_new_impl(__builtin_btf_type_id(*(type*)0, 0), 0))

SEC("tc") int push_without_lock(struct __sk_buff* ctx) {
  struct item* item = new_object(struct item);
  if (!item) return 0;
  bpf_list_push_front_impl(&list, &item->node, 0, 0);
  return 0;
}

SEC("tc") int push_with_other_lock(struct __sk_buff* ctx) {
  struct item* item = new_object(struct item);
  if (!item) return 0;
  bpf_spin_lock(&other_lock);
  bpf_list_push_front_impl(&list, &item->node, 0, 0);
  bpf_spin_unlock(&other_lock);
  return 0;
}

static _Bool less_with_lock(struct bpf_rb_node* left, const struct bpf_rb_node* right) {
  bpf_spin_unlock(&list_lock);
  return left < right;
}

static _Bool less_with_read_section(struct bpf_rb_node* left, const struct bpf_rb_node* right) {
  bpf_rcu_read_lock();
  bpf_rcu_read_unlock();
  return 0;
}

static _Bool less(struct bpf_rb_node* left, const struct bpf_rb_node* right) { return 0; }

static __always_inline int add_to_tree(_Bool less(struct bpf_rb_node*, const struct bpf_rb_node*)) {
  struct leaf* leaf = new_object(struct leaf);
  if (!leaf) return 0;
  bpf_spin_lock(&list_lock);
  bpf_rbtree_add_impl(&tree, &leaf->node, less, 0, 0);
  bpf_spin_unlock(&list_lock);
  return 0;
}

SEC("tc") int unlock_in_tree_callback(struct __sk_buff* ctx) { return add_to_tree(less_with_lock); }

SEC("tc") int read_section_in_tree_callback(struct __sk_buff* ctx) {
  return add_to_tree(less_with_read_section);
}

SEC("tc") int new_of_union(struct __sk_buff* ctx) {
  union number* number = bpf_obj_new_impl(__builtin_btf_type_id(*(union number*)0, 0), 0);
  if (number) bpf_obj_drop_impl(number, 0);
  return 0;
}

SEC("tc") int new_of_any_type(struct __sk_buff* ctx) {
  void* object = bpf_obj_new_impl(0x100000001, 0);
  if (object) bpf_obj_drop_impl(object, 0);
  return 0;
}

SEC("tc") int percpu_of_pointers(struct __sk_buff* ctx) {
  struct with_pointer* object = new_percpu(struct with_pointer);
  if (object) bpf_percpu_obj_drop_impl(object, 0);
  return 0;
}

SEC("tc") int percpu_of_nodes(struct __sk_buff* ctx) {
  struct item* object = new_percpu(struct item);
  if (object) bpf_percpu_obj_drop_impl(object, 0);
  return 0;
}

SEC("tc") int percpu_of_many_bytes(struct __sk_buff* ctx) {
  struct large_counts* object = new_percpu(struct large_counts);
  if (object) bpf_percpu_obj_drop_impl(object, 0);
  return 0;
}

SEC("kprobe") int drop_in_kprobe(void* ctx) {
  struct with_kptr* object = new_object(struct with_kptr);
  if (object) bpf_obj_drop_impl(object, 0);
  return 0;
}

SEC("tp_btf/sys_enter") int drop_in_tracepoint(void* ctx) {
  struct item* object = new_object(struct item);
  if (object) bpf_obj_drop_impl(object, 0);
  return 0;
}

#define deeper(name, next)             \
  static __noinline int name(int at) { \
    opaque(at);                        \
    return next(at + 1) + 1;           \
  }

static __noinline int deep_7(int at) {
  opaque(at);
  return add_to_tree(less) + at;
}
deeper(deep_6, deep_7) deeper(deep_5, deep_6) deeper(deep_4, deep_5) deeper(deep_3, deep_4)
    deeper(deep_2, deep_3) deeper(deep_1, deep_2)

        SEC("tc") int tree_callback_too_deep(struct __sk_buff* ctx) {
  return deep_1(ctx->len);
}

SEC("tc") int lock_in_plain_object(struct __sk_buff* ctx) {
  struct counts* object = new_object(struct counts);
  if (!object) return 0;
  bpf_spin_lock((void*)object);
  bpf_spin_unlock((void*)object);
  bpf_obj_drop_impl(object, 0);
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
