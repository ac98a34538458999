// What would libbpf hand to the kernel? Every program of every object that is named on standard
// input, as one line of JSON for each. No kernel is asked: the linker gives us every system call
// that libbpf makes (--wrap=syscall), and each is answered as a kernel would that has every
// feature. Files of the system are read (the kernel's types), nothing is loaded or created.
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { max_maps = 8192, log_bytes = 4096, seconds_per_object = 120 };
enum { map_of_insns = 34 };  // BPF_MAP_TYPE_INSN_ARRAY, which older headers do not have

// The largest map that libbpf lays over a descriptor of ours is an arena of 4 GiB.
static const off_t file_bytes = 1LL << 33;

struct made_map {
  int fd;
  unsigned type, key_size, value_size, max_entries, flags;
  unsigned* insns;  // of a jump table: where it leads to
  char name[32];
};

static struct made_map maps[max_maps];
static int map_count;
static char our_log[log_bytes], words[8192];
static union bpf_attr asked;
static bool was_asked;

long __real_syscall(long number, ...);

static int new_descriptor(const char* name) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  if (fd >= 0 && ftruncate(fd, file_bytes)) perror("ftruncate");
  return fd;
}

static int create_map(const union bpf_attr* attr) {
  int fd = new_descriptor("map");
  if (fd < 0 || map_count == max_maps) return fd;
  struct made_map* map = &maps[map_count++];
  *map = (struct made_map){.fd = fd,
                           .type = attr->map_type,
                           .key_size = attr->key_size,
                           .value_size = attr->value_size,
                           .max_entries = attr->max_entries,
                           .flags = attr->map_flags};
  if (map->type == map_of_insns) map->insns = calloc(map->max_entries, sizeof *map->insns);
  snprintf(map->name, sizeof map->name, "%.16s", attr->map_name);
  return fd;
}

static long update_map(const union bpf_attr* attr) {
  for (int i = 0; i < map_count; i++) {
    if (maps[i].fd != (int)attr->map_fd || !maps[i].insns) continue;
    unsigned at = *(unsigned*)(uintptr_t)attr->key;
    if (at < maps[i].max_entries) maps[i].insns[at] = *(unsigned*)(uintptr_t)attr->value;
  }
  return 0;
}

static long load_program(const union bpf_attr* attr, size_t size) {
  if (attr->log_buf == (uintptr_t)our_log) {
    was_asked = true;
    memcpy(&asked, attr, size < sizeof asked ? size : sizeof asked);
    void* insns = malloc(asked.insn_cnt * sizeof(struct bpf_insn));
    memcpy(insns, (void*)(uintptr_t)asked.insns, asked.insn_cnt * sizeof(struct bpf_insn));
    asked.insns = (uintptr_t)insns;
  }
  return new_descriptor("program");
}

static long failed(int error) {
  errno = error;
  return -1;
}

static long get_info(const union bpf_attr* attr) {
  struct bpf_map_info* info = (struct bpf_map_info*)(uintptr_t)attr->info.info;
  for (int i = 0; i < map_count; i++) {
    if (maps[i].fd != (int)attr->info.bpf_fd) continue;
    memset(info, 0, attr->info.info_len);
    info->type = maps[i].type;
    info->key_size = maps[i].key_size;
    info->value_size = maps[i].value_size;
    info->max_entries = maps[i].max_entries;
    info->map_flags = maps[i].flags;
    return 0;
  }
  return failed(EINVAL);
}

static long answer(int command, const union bpf_attr* attr, size_t size) {
  switch (command) {
    case BPF_MAP_CREATE:
      return create_map(attr);
    case BPF_PROG_LOAD:
      return load_program(attr, size);
    case BPF_BTF_LOAD:
      return new_descriptor("btf");
    case BPF_OBJ_GET_INFO_BY_FD:
      return get_info(attr);
    case BPF_LINK_CREATE:
      return failed(EBADF);  // what the probe of a link wants to see
    case BPF_MAP_UPDATE_ELEM:
      return update_map(attr);
    case BPF_MAP_LOOKUP_ELEM:
    case BPF_MAP_FREEZE:
    case BPF_PROG_BIND_MAP:
      return 0;
    default:
      return failed(ENOENT);  // no modules, nothing pinned, no token
  }
}
// libbpf gives a map its descriptor before it creates it, and lays the created one over it.
static void also_known_as(int fd, int other) {
  for (int i = map_count - 1; i >= 0 && map_count < max_maps; i--) {
    if (maps[i].fd != fd) continue;
    maps[map_count] = maps[i];
    maps[map_count++].fd = other;
    return;
  }
}

long __wrap_syscall(long number, ...) {
  long a[6];
  va_list list;
  va_start(list, number);
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_bpf) return answer((int)a[0], (const union bpf_attr*)a[1], (size_t)a[2]);
  if (number == SYS_perf_event_open) return failed(ENOENT);
  if (number == SYS_dup3) also_known_as((int)a[0], (int)a[1]);
  return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

// ---- one line ----

static void write_text(const char* name, const char* text) {
  printf("\"%s\":\"", name);
  for (const char* c = text; *c; c++) {
    unsigned char byte = (unsigned char)*c;
    if (byte == '"' || byte == '\\')
      printf("\\%c", byte);
    else if (byte < 32 || byte >= 127)
      printf("\\u%04x", byte);
    else
      putchar(byte);
  }
  putchar('"');
}

static void write_map(const struct made_map* map) {
  printf("{\"fd\":%d,", map->fd);
  write_text("name", map->name);
  printf(",\"type\":%u,\"key_size\":%u,\"value_size\":%u,\"max_entries\":%u,\"flags\":%u",
         map->type, map->key_size, map->value_size, map->max_entries, map->flags);
  if (map->insns) {
    printf(",\"insns\":[");
    for (unsigned i = 0; i < map->max_entries; i++) printf("%s%u", i ? "," : "", map->insns[i]);
    printf("]");
  }
  printf("}");
}

static void write_program(const char* file, const struct bpf_program* program) {
  printf("{");
  write_text("object", file);
  printf(",");
  write_text("program", bpf_program__name(program));
  printf(",");
  write_text("section", bpf_program__section_name(program));
  if (!was_asked) {
    printf(",");
    write_text("not_loaded", words);
  } else {
    printf(",\"prog_type\":%u,\"attach_type\":%u,\"prog_flags\":%u,\"insns\":\"", asked.prog_type,
           asked.expected_attach_type, asked.prog_flags);
    const unsigned char* bytes = (const unsigned char*)(uintptr_t)asked.insns;
    for (size_t i = 0; i < asked.insn_cnt * sizeof(struct bpf_insn); i++) printf("%02x", bytes[i]);
    printf("\",\"maps\":[");
    for (int i = 0; i < map_count; i++) {
      if (i) putchar(',');
      write_map(&maps[i]);
    }
    printf("]");
  }
  printf("}\n");
}

static int keep_words(enum libbpf_print_level level, const char* format, va_list list) {
  char line[2048];
  size_t used = strlen(words);
  vsnprintf(line, sizeof line, format, list);
  if (level == LIBBPF_WARN) snprintf(words + used, sizeof words - used, "%s", line);
  return 0;
}

static int keep_nothing(enum libbpf_print_level level, const char* format, va_list list) {
  (void)level, (void)format, (void)list;
  return 0;
}

// ---- one object ----

static void ask_program(const char* file, int index) {
  words[0] = '\0';
  map_count = 0;
  was_asked = false;
  libbpf_set_print(keep_words);
  struct bpf_object* object = bpf_object__open(file);
  if (!object) _exit(1);
  struct bpf_program *program, *wanted = NULL;
  int at = 0;
  bpf_object__for_each_program(program, object) {
    bpf_program__set_autoload(program, at == index);
    if (at++ == index) wanted = program;
  }
  struct bpf_map* map;
  bpf_object__for_each_map(map, object) bpf_map__set_pin_path(map, NULL);
  bpf_program__set_log_buf(wanted, our_log, sizeof our_log);
  bpf_program__set_log_level(wanted, 1);
  bpf_object__load(object);
  write_program(file, wanted);
  bpf_object__close(object);
}

static void ask_object(const char* file) {
  libbpf_set_print(keep_words);
  words[0] = '\0';
  struct bpf_object* object = bpf_object__open(file);
  if (!object) {
    printf("{");
    write_text("object", file);
    printf(",");
    write_text("not_opened", words);
    printf("}\n");
    return;
  }
  int count = 0;
  struct bpf_program* program;
  bpf_object__for_each_program(program, object) count++;
  bpf_object__close(object);
  for (int i = 0; i < count; i++) ask_program(file, i);
}

int main(void) {
  char* file = NULL;
  size_t size = 0;
  struct rlimit most = {65536, 65536};
  setrlimit(RLIMIT_NOFILE, &most);
  libbpf_set_print(keep_nothing);
  for (ssize_t length; (length = getline(&file, &size, stdin)) > 0;) {
    file[strcspn(file, "\n")] = '\0';
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
      alarm(seconds_per_object);
      ask_object(file);
      fflush(stdout);
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
    printf("{");
    write_text("object", file);
    printf(",\"crashed\":%d}\n", status);
  }
  return 0;
}
