// What does the C of a BPF program mean? The program is compiled for this machine and run on the
// packets of a file; what it returns is printed, a line for each. Where a packet ends, the readable
// memory ends, too: a program that reads beyond it is killed.
//
// The program's own file is included by a few lines that tests/conformance/patches writes: they
// define run_program and set_helpers.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { page = 4096, most_bytes = page, value_bytes = 65536, most_maps = 8 };

int run_program(void* context);
void set_helpers(void);

static struct {
  const void* map;
  unsigned char value[value_bytes];
} values[most_maps];

static uint32_t packet_start, packet_bytes;

// One value per map, which is what an array map has for its first key.
static void* lookup(const void* map, const void* key) {
  (void)key;
  for (int i = 0; i < most_maps; i++) {
    if (!values[i].map) values[i].map = map;
    if (values[i].map == map) return values[i].value;
  }
  return NULL;
}

static uint64_t nanoseconds(void) { return 1000000007; }

static long pull_data(void* skb, uint32_t length) {
  (void)skb;
  (void)length;
  return 0;
}

static long load_bytes(const void* skb, uint32_t offset, void* to, uint32_t length) {
  (void)skb;
  if (offset > packet_bytes || length > packet_bytes - offset) {
    memset(to, 0, length);
    return -14;
  }
  memcpy(to, (const char*)(uintptr_t)packet_start + offset, length);
  return 0;
}

static uint64_t folded(uint64_t sum) {
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

static uint64_t sum_of_words(const unsigned char* bytes, uint32_t size) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i + 1 < size; i += 2) sum += bytes[i] | (uint64_t)bytes[i + 1] << 8;
  return folded(sum);
}

static long checksum_difference(const void* from, uint32_t from_size, const void* to,
                                uint32_t to_size, uint32_t seed) {
  if ((from_size | to_size) & 3) return -22;
  const uint64_t without = 0xffff ^ sum_of_words(from, from_size);
  return (long)folded((from_size ? without : 0) + sum_of_words(to, to_size) + seed);
}

static long nothing(void) { return 0; }

// In place of a random number of 32 bits: nearly all of those are large.
static uint32_t large_number(void) { return 0x9e3779b9; }

// By the helper's number in the kernel. What differs from run to run (time, random numbers) must
// not decide what a variant returns.
void* native_helper(int number) {
  switch (number) {
    case 1:
      return (void*)lookup;
    case 5:
      return (void*)nanoseconds;
    case 6:  // trace_printk
    case 8:  // get_smp_processor_id
      return (void*)nothing;
    case 7:
      return (void*)large_number;
    case 26:
      return (void*)load_bytes;
    case 28:
      return (void*)checksum_difference;
    case 39:
      return (void*)pull_data;
  }
  fprintf(stderr, "helper %d has no native twin\n", number);
  exit(2);
}

// BPF contexts hold addresses in 32 bits, so packets lie below 4 GiB, at the end of a page.
static unsigned char* memory_for_packets(void) {
  unsigned char* memory = mmap(NULL, most_bytes + page, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory + most_bytes, page, PROT_NONE)) {
    perror("mmap");
    exit(2);
  }
  return memory + most_bytes;
}

static int run_as_xdp(uint32_t start, uint32_t end) {
  struct xdp_md context = {.data = start, .data_end = end, .data_meta = start};
  context.ingress_ifindex = 1;
  return run_program(&context);
}

static int run_as_skb(uint32_t start, uint32_t end) {
  struct __sk_buff context = {.data = start, .data_end = end, .data_meta = start};
  context.len = end - start;
  context.ifindex = 1;
  memcpy(&context.protocol, (const void*)(uintptr_t)(start + 12), 2);
  return run_program(&context);
}

static size_t packet_of(const char* digits, unsigned char* end) {
  const size_t size = strspn(digits, "0123456789abcdef") / 2;
  for (size_t i = 0; i < size && size <= most_bytes; i++) {
    unsigned byte;
    sscanf(digits + 2 * i, "%2x", &byte);
    end[(long)i - (long)size] = (unsigned char)byte;
  }
  return size;
}

int main(int count, char** words) {
  static char line[2 * most_bytes + 2];
  FILE* file = count == 3 ? fopen(words[2], "r") : NULL;
  if (!file) return fprintf(stderr, "native xdp|tc PACKETS\n"), 2;
  unsigned char* end = memory_for_packets();
  const int is_skb = strcmp(words[1], "tc") == 0;
  set_helpers();
  while (fgets(line, sizeof line, file)) {
    if (line[0] == '#') continue;
    packet_bytes = (uint32_t)packet_of(line, end);
    packet_start = (uint32_t)(uintptr_t)end - packet_bytes;
    const uint32_t stop = packet_start + packet_bytes;
    printf("%u\n",
           (unsigned)(is_skb ? run_as_skb(packet_start, stop) : run_as_xdp(packet_start, stop)));
  }
  return 0;
}
