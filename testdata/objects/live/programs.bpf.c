// Two programs, one of which every kernel refuses; a map, global data, a call, and types.
struct map {
  int (*type)[1];
  int *key;
  long *value;
  int (*max_entries)[4];
};
__attribute__((section(".maps"), used)) struct map counters;
static long (*const map_lookup_elem)(void *map, const void *key) = (void *)1;
static volatile int limit = 3;
int seen;

__attribute__((noinline)) static int counted(int key) {
  long *value = (long *)map_lookup_elem(&counters, &key);
  return value ? (int)*value : limit;
}
__attribute__((section("xdp"), used)) int good(void *ctx) { return counted(seen); }
__attribute__((section("?tc"), used)) int bad(void *ctx) { return *(volatile int *)0; }
char _license[] __attribute__((section("license"), used)) = "GPL";
