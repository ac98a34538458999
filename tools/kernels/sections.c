// What type of program does libbpf take a section's name for? Reads names, one a line, and writes
// those that it knows, each with the number of the type. rules/versions/README.md says how the
// names were found.
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

static int silent(enum libbpf_print_level level, const char* format, va_list arguments) {
  (void)level, (void)format, (void)arguments;
  return 0;
}

int main(void) {
  char name[128];
  libbpf_set_print(silent);
  while (fgets(name, sizeof name, stdin)) {
    enum bpf_prog_type type;
    enum bpf_attach_type attach;
    name[strcspn(name, "\n")] = '\0';
    if (!libbpf_prog_type_by_name(name, &type, &attach)) printf("%s\t%d\n", name, type);
  }
  return 0;
}
