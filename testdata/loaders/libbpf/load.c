// Loads an object with libbpf: load OBJECT [LEVEL [BYTES]]
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
  if (!object) return 2;
  struct bpf_program *program = bpf_object__next_program(object, NULL);
  if (argc > 2) bpf_program__set_log_level(program, atoi(argv[2]));
  if (argc > 3) {
    size_t size = strtoul(argv[3], NULL, 0);
    bpf_program__set_log_buf(program, malloc(size), size);
  }
  int error = bpf_object__load(object);
  if (argc > 3) {
    size_t size;
    puts(bpf_program__log_buf(program, &size));
  }
  return error ? 1 : 0;
}
