// Pointers into an arena, as clang writes them for __attribute__((address_space(1))).
#include "programs.h"

struct {
  __uint(type, 33);  // BPF_MAP_TYPE_ARENA
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, 16);
  __uint(map_extra, 0x10000000);
} arena SEC(".maps");

extern void* bpf_arena_alloc_pages(void* map, void* address, u32 pages, int node, u64 flags) __ksym
    __weak;

// r1 = addr_space_cast(r1, 0, 1)
#define CAST_TO_ARENA ".8byte 0x00000001000111bf;"

// r2 = *(s8 *)(r1 + 0), which clang writes with -mcpu=v4.
SEC("syscall") int signed_load(void* ctx) {
  void* page = bpf_arena_alloc_pages(&arena, 0, 1, -1, 0);
  asm volatile("r1 = %0;" CAST_TO_ARENA ".8byte 0x0000000000001291" ::"r"(page) : "r1", "r2");
  return 0;
}

SEC("syscall") int sum_of_arena_or_number(void* ctx) {
  u64 sum = bpf_get_prandom_u32();
  void* page = bpf_arena_alloc_pages(&arena, 0, 1, -1, 0);
  if (sum & 1) asm volatile("r1 = %1;" CAST_TO_ARENA "%0 = r1" : "+r"(sum) : "r"(page) : "r1");
  asm volatile("%0 += 8" : "+r"(sum));
  return 0;
}

char bpf_license[] SEC("license") = LICENSE;
