// What compilers and loaders wrote before BTF: maps as numbers, of libbpf's form and of iproute2's,
// programs that are static; big-endian.
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))

struct bpf_map_def {
  unsigned type, key_size, value_size, max_entries, map_flags;
};
struct bpf_elf_map {
  unsigned type, size_key, size_value, max_elem, flags, id, pinning, inner_id, inner_idx;
};

struct bpf_map_def SEC("maps/old") old = {BPF_MAP_TYPE_HASH, 4, 8, 32, 1};
struct bpf_elf_map SEC("maps") inside = {BPF_MAP_TYPE_ARRAY, 4, 16, 3, 0, 7, 0, 0, 0};
struct bpf_elf_map SEC("maps") around = {BPF_MAP_TYPE_HASH_OF_MAPS, 4, 4, 5, 0, 8, 2, 7, 0};

static void *(*lookup)(void *, const void *) = (void *)1;

static __attribute__((noinline)) int helped(void *map) {
  int key = 1;
  return lookup(map, &key) != 0;
}

SEC("xdp") static int drop(void *context) { return helped(&old) + helped(&around); }
SEC("tc") int never_called(void *context) { return helped(&inside); }
char _license[] SEC("license") = "Dual BSD/GPL";
