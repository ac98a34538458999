// A signed load from an arena, as clang writes it with -mcpu=v4.
#include "programs.h"

struct {
  __uint(type, 33);  // BPF_MAP_TYPE_ARENA
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 16);
  __uint(map_extra, 0x10000000);
} arena SEC(".maps");

extern void* bpf_arena_alloc_pages(void* map, void* address, u32 pages, int node, u64 flags) __ksym
    __weak;

SEC("syscall") int signed_load(void* ctx) {
  void* page = bpf_arena_alloc_pages(&arena, 0, 1, -1, 0);
  // r1 = addr_space_cast(r1, 0, 1); r2 = *(s8 *)(r1 + 0)
  asm volatile("r1 = %0; .8byte 0x00000001000111bf; .8byte 0x0000000000001291" ::"r"(page)
               : "r1", "r2");
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
