// SPDX-License-Identifier: Apache-2.0
// Accesses that C rarely has: an empty piece of a packet as a socket's address, parts of a dynptr
// as a key, stores and loads of special kinds in the context.
#include "programs.h"

SEC("tc") int zero_in_packet(struct __sk_buff* skb) {
  struct bpf_sock_tuple* tuple = (void*)(long)skb->data;
  if ((void*)(tuple + 1) > (void*)(long)skb->data_end) return TC_ACT_OK;
  struct bpf_sock* sk = bpf_sk_lookup_tcp(skb, tuple, skb->mark & 7, -1, 0);
  if (sk) bpf_sk_release(sk);
  return TC_ACT_OK;
}

SEC("tc") int dynptr_as_key(struct __sk_buff* skb) {
  struct bpf_dynptr pointer;
  u32 slot = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &slot);
  if (!found) return TC_ACT_OK;
  bpf_dynptr_from_mem(found->bytes, 48, 0, &pointer);
  return bpf_map_lookup_elem(&by_key, &pointer) ? TC_ACT_SHOT : TC_ACT_OK;
}

SEC("tc") int dynptr_at_variable(struct __sk_buff* skb) {
  struct {
    u64 before;
    struct bpf_dynptr pointer;
    u64 after;
  } all = {};
  u32 slot = 0;
  struct entry* found = bpf_map_lookup_elem(&entries, &slot);
  if (!found) return TC_ACT_OK;
  bpf_dynptr_from_mem(found->bytes, 48, 0, &all.pointer);
  u64 at = skb->hash & 8;
  return bpf_map_lookup_elem(&by_key, (u8*)&all + at) ? TC_ACT_SHOT : TC_ACT_OK;
}

// *(u32*)(r1 + 8) = 7
SEC("tc") int store_to_context(struct __sk_buff* skb) {
  register struct __sk_buff* r1 asm("r1") = skb;
  asm volatile(".8byte 0x0000000700080162" ::"r"(r1) : "memory");
  return TC_ACT_OK;
}

// r0 = load_acquire((u32*)(r1 + 0))
SEC("tc") int acquire_from_context(struct __sk_buff* skb) {
  register struct __sk_buff* r1 asm("r1") = skb;
  asm volatile(".8byte 0x00000100000810c3" ::"r"(r1) : "r0", "memory");
  return TC_ACT_OK;
}

__noinline int give(struct __sk_buff* skb) { return (int)(long)skb; }
SEC("tc") int global_pointer(struct __sk_buff* skb) { return give(skb) ? 1 : 0; }

char bpf_license[] SEC("license") = LICENSE;
