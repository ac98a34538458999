// GCC calls what copies memory, which nobody provides; clang refuses.
#define SEC(name) __attribute__((section(name), used))

struct large {
  char bytes[4096];
} from, to;
extern int elsewhere(int number);

SEC("socket") int copies(void *context) {
  to = from;
  return elsewhere(3);
}
