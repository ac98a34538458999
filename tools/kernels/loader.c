// Would this kernel's verifier accept these programs, and what does it say? Every program of every
// object is loaded by itself, in a child of its own, first at level 4 (errors and statistics only,
// for the verdict) and then once for each wanted log level. Nothing is attached and nothing pinned.
// What an accepted program returns for given packets is asked with BPF_PROG_TEST_RUN.
//
//   loader [-o FOLDER] [-l LEVELS] [-t SECONDS] [-r PACKETS] [-i] [-u] FILE...
//   loader --send FILE       write FILE to qemu's debug port: the way out of a guest without
//   drivers
//
// FILE is an object (*.o) or raw instructions (NAME.TYPE[-ATTACH_TYPE[-FLAGS]].insns, all numbers).
// PACKETS holds one packet per line, as hexadecimal digits; lines that open with '#' are comments.
// FOLDER gets results.jsonl, one line per program, and NAME.lLEVEL.log with the kernel's own bytes;
// with -i also NAME.insns, the instructions that the kernel got, and in the line what a raw load
// needs besides: types and maps.
//
// -u: the load itself is an unprivileged user's, everything around it is root's.
//
// How: libbpf does relocations and maps; the linker hands us every system call it makes
// (--wrap=syscall), and the program load that carries our log buffer is repeated per level. That
// also tells "the verifier refused" from "libbpf gave up before".
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  max_levels = 8,
  verdict_level = 4,
  every_state = 2,
  log_bytes = 64 << 20,
  // Above this many processed instructions a log of every state is gigabytes and minutes.
  max_processed_for_every_state = 100000,
  max_packets = 64,
  max_packet_bytes = 4096,
  max_maps = 64,
  max_contents = 4096,
};

struct packet {
  size_t size;
  unsigned char bytes[max_packet_bytes];
};

// What a raw load of the same instructions needs besides them.
struct used_map {
  int fd;
  struct bpf_map_info info;
  size_t size;  // of the contents: only where the verifier reads them
  unsigned char contents[max_contents];
};

struct level_log {
  int level, error;
  size_t bytes;
};

// One program's answer. A child fills it, one child per program, so it is never reset.
struct answer {
  bool asked;  // the verifier saw the program
  int error;
  unsigned insns;
  long processed;
  char sentence[4096];
  struct level_log logs[max_levels];
  int log_count;
  long long runs[max_packets];  // what the program returned; an error is below zero
  int run_count;
  unsigned type, attach_type, flags, attach_btf_id;
  struct used_map maps[max_maps];
  int map_count;
};

static const uid_t nobody = 65534;

static struct options {
  const char* folder;
  int levels[max_levels], level_count;
  unsigned timeout_seconds;
  bool keep_insns, unprivileged;
} options = {.folder = ".", .levels = {6}, .level_count = 1, .timeout_seconds = 60};

static struct answer answer = {.processed = -1};
static struct packet packets[max_packets];
static int packet_count;
static char* log_buffer;
static char base_name[256];
static char libbpf_words[8192];

long __real_syscall(long number, ...);

// ---- the loads ----

static bool starts_with(const char* text, const char* start) {
  return strncmp(text, start, strlen(start)) == 0;
}

// Lines that are not the reason: statistics, source lines, states, and a remark on the types of a
// tracepoint's arguments that most loads get.
static bool is_beside_the_point(const char* line) {
  static const char* const starts[] = {"processed ",
                                       "verification time ",
                                       "stack depth ",
                                       "subprog ",
                                       "insns processed ",
                                       "Validating ",
                                       "Func#",
                                       "func#",
                                       "; ",
                                       "cur state: ",
                                       "old state: ",
                                       "arg#0 reference type("};
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if (starts_with(line, starts[i])) return true;
  return line[0] == '\0';
}

// What the kernel said at level 4: its lines joined with " / ".
static void keep_sentence(void) {
  char *end = answer.sentence + sizeof answer.sentence, *to = answer.sentence;
  for (char *line = log_buffer, *next; *line; line = next) {
    next = strchrnul(line, '\n');
    if (*next) *next++ = '\0';
    if (is_beside_the_point(line)) continue;
    int room = (int)(end - to),
        length = snprintf(to, (size_t)room, "%s%s", to == answer.sentence ? "" : " / ", line);
    if (length >= room) return;
    to += length;
  }
}

static void keep_statistics(void) {
  const char *found = NULL, *at = log_buffer;
  while ((at = strstr(at, "processed "))) found = at++;
  answer.processed = found ? atol(found + strlen("processed ")) : -1;
}

static void write_file(const char* ending, const void* content, size_t bytes) {
  char path[600];
  snprintf(path, sizeof path, "%s/%s.%s", options.folder, base_name, ending);
  FILE* file = fopen(path, "w");
  if (!file) {
    perror(path);
    _exit(1);
  }
  fwrite(content, 1, bytes, file);
  fclose(file);
}

static void write_log(int level, size_t bytes) {
  char ending[32];
  snprintf(ending, sizeof ending, "l%d.log", level);
  write_file(ending, log_buffer, bytes);
}

static bool names_map(const struct bpf_insn* insn) {
  return insn->code == (BPF_LD | BPF_IMM | BPF_DW) &&
         (insn->src_reg == BPF_PSEUDO_MAP_FD || insn->src_reg == BPF_PSEUDO_MAP_VALUE);
}

static bool is_kept(int fd) {
  for (int i = 0; i < answer.map_count; i++)
    if (answer.maps[i].fd == fd) return true;
  return false;
}

// The verifier reads the value of a frozen map that programs cannot write.
static void keep_contents(struct used_map* map) {
  unsigned key = 0;
  bool is_read = map->info.type == BPF_MAP_TYPE_ARRAY && map->info.map_flags & BPF_F_RDONLY_PROG;
  if (!is_read || map->info.value_size > max_contents) return;
  if (bpf_map_lookup_elem(map->fd, &key, map->contents) == 0) map->size = map->info.value_size;
}

static void keep_map(int fd) {
  if (is_kept(fd) || answer.map_count == max_maps) return;
  struct used_map* map = &answer.maps[answer.map_count];
  unsigned size = sizeof map->info;
  if (bpf_obj_get_info_by_fd(fd, &map->info, &size)) return;
  map->fd = fd;
  keep_contents(map);
  answer.map_count++;
}

static void keep_insns(const union bpf_attr* asked) {
  const struct bpf_insn* insns = (const struct bpf_insn*)(uintptr_t)asked->insns;
  answer.type = asked->prog_type;
  answer.attach_type = asked->expected_attach_type;
  answer.flags = asked->prog_flags;
  answer.attach_btf_id = asked->attach_btf_id;
  for (unsigned i = 0; i < asked->insn_cnt; i++)
    if (names_map(&insns[i])) keep_map(insns[i].imm);
  write_file("insns", insns, asked->insn_cnt * sizeof *insns);
}

static long load_at_level(const union bpf_attr* asked, unsigned size, int level, int* error) {
  union bpf_attr attr = {0};
  memcpy(&attr, asked, size < sizeof attr ? size : sizeof attr);
  attr.log_level = (unsigned)level;
  attr.log_buf = (uintptr_t)log_buffer;
  attr.log_size = log_bytes;
  log_buffer[0] = '\0';
  long fd;
  if (options.unprivileged && seteuid(nobody)) perror("seteuid"), _exit(1);
  do {
    fd = __real_syscall(__NR_bpf, BPF_PROG_LOAD, &attr, size < sizeof attr ? size : sizeof attr);
  } while (fd < 0 && errno == EAGAIN);
  *error = fd < 0 ? errno : 0;
  if (options.unprivileged && seteuid(0)) perror("seteuid"), _exit(1);
  return fd;
}

static long ask_verifier(const union bpf_attr* asked, unsigned size) {
  answer.asked = true;
  answer.insns = asked->insn_cnt;
  if (options.keep_insns) keep_insns(asked);
  long loaded = load_at_level(asked, size, verdict_level, &answer.error);
  keep_statistics();
  if (answer.error) keep_sentence();
  for (int i = 0; i < options.level_count; i++) {
    int level = options.levels[i], error;
    if ((level & every_state) && answer.processed > max_processed_for_every_state) continue;
    long fd = load_at_level(asked, size, level, &error);
    if (fd >= 0) close((int)fd);
    size_t bytes = strnlen(log_buffer, log_bytes);
    write_log(level, bytes);
    answer.logs[answer.log_count++] = (struct level_log){level, error, bytes};
  }
  errno = answer.error;
  return loaded;
}

long __wrap_syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  bool load = number == __NR_bpf && a[0] == BPF_PROG_LOAD && !answer.asked;
  const union bpf_attr* attr = (const union bpf_attr*)a[1];
  if (load && attr->log_buf == (uintptr_t)log_buffer) return ask_verifier(attr, (unsigned)a[2]);
  return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

// ---- the runs ----

static long long run_on(int program, const struct packet* packet) {
  // An XDP program may ask for more room than the packet has.
  static unsigned char out[2 * max_packet_bytes];
  LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = packet->bytes, .data_size_in = packet->size,
              .data_out = out, .data_size_out = sizeof out);
  return bpf_prog_test_run_opts(program, &run) ? -errno : (long long)run.retval;
}

static void run_on_all_packets(int program) {
  for (int i = 0; i < packet_count; i++) answer.runs[i] = run_on(program, &packets[i]);
  answer.run_count = packet_count;
}

// ---- results.jsonl ----

static void write_text(FILE* to, const char* name, const char* text) {
  fprintf(to, "\"%s\":\"", name);
  for (const char* c = text; *c; c++) {
    unsigned char byte = (unsigned char)*c;
    if (byte == '"' || byte == '\\') fprintf(to, "\\%c", byte);
    // A kernel may print a name with any bytes in it: each stands as its Latin-1 character.
    else if (byte < 32 || byte >= 127)
      fprintf(to, "\\u%04x", byte);
    else
      fputc(byte, to);
  }
  fputc('"', to);
}

// Debian's release names the packaging (5.10.0-46-cloud-amd64); the real version stands elsewhere.
static void kernel_version(const struct utsname* host, char* version, size_t size) {
  const char* debian = strstr(host->version, "Debian ");
  const char* from = debian ? debian + strlen("Debian ") : host->release;
  snprintf(version, size, "%.*s", (int)strspn(from, "0123456789."), from);
}

static void write_map(FILE* to, const struct used_map* map) {
  const struct bpf_map_info* info = &map->info;
  fprintf(to, "{\"fd\":%d,\"type\":%u,\"key_size\":%u,\"value_size\":%u,", map->fd, info->type,
          info->key_size, info->value_size);
  fprintf(to, "\"max_entries\":%u,\"map_flags\":%u,\"contents\":\"", info->max_entries,
          info->map_flags);
  for (size_t i = 0; i < map->size; i++) fprintf(to, "%02x", map->contents[i]);
  fputs("\"}", to);
}

static void write_maps(FILE* to) {
  fprintf(to, ",\"prog_type\":%u,\"attach_type\":%u,\"prog_flags\":%u,\"attach_btf_id\":%u",
          answer.type, answer.attach_type, answer.flags, answer.attach_btf_id);
  fputs(",\"maps\":[", to);
  for (int i = 0; i < answer.map_count; i++) {
    if (i) fputc(',', to);
    write_map(to, &answer.maps[i]);
  }
  fputc(']', to);
}

static void write_result(const char* file, const char* program, const char* section,
                         const char* verdict) {
  struct utsname host;
  uname(&host);
  char version[sizeof host.version];
  kernel_version(&host, version, sizeof version);
  const char* texts[][2] = {
      {"name", base_name},  {"object", basename(file)},    {"program", program},
      {"section", section}, {"kernel", version},           {"release", host.release},
      {"verdict", verdict}, {"sentence", answer.sentence}, {"loader", libbpf_words}};
  char path[600], *line;
  size_t length;
  FILE* to = open_memstream(&line, &length);
  fputc('{', to);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    write_text(to, texts[i][0], texts[i][1]);
    fputc(',', to);
  }
  fprintf(to, "\"errno\":%d,\"insns\":%u,\"processed\":%ld,\"logs\":[", answer.error, answer.insns,
          answer.processed);
  for (int i = 0; i < answer.log_count; i++)
    fprintf(to, "%s{\"level\":%d,\"errno\":%d,\"bytes\":%zu}", i ? "," : "", answer.logs[i].level,
            answer.logs[i].error, answer.logs[i].bytes);
  fputs("],\"runs\":[", to);
  for (int i = 0; i < answer.run_count; i++) fprintf(to, "%s%lld", i ? "," : "", answer.runs[i]);
  fputc(']', to);
  if (options.keep_insns) write_maps(to);
  fputs("}\n", to);
  fclose(to);
  snprintf(path, sizeof path, "%s/results.jsonl", options.folder);
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0 || write(fd, line, length) != (ssize_t)length) perror(path);
  if (fd >= 0) close(fd);
  free(line);
}

static const char* verdict_of(void) {
  if (!answer.asked) return "not loaded";
  return answer.error ? "rejected" : "accepted";
}

// ---- one program ----

static void set_base_name(const char* file, const char* program) {
  const char *name = basename(file), *dot = strrchr(name, '.');
  int stem = (int)(dot ? dot - name : (long)strlen(name));
  snprintf(base_name, sizeof base_name, "%.*s%s%s", stem, name, *program ? "__" : "", program);
  for (char* c = base_name; *c; c++)
    if (*c == '/' || *c == ' ') *c = '_';
}

static int keep_libbpf_words(enum libbpf_print_level level, const char* format, va_list list) {
  size_t used = strlen(libbpf_words);
  char words[2048];
  vsnprintf(words, sizeof words, format, list);
  // libbpf repeats the verifier's log in its own words; we have the original.
  if (level == LIBBPF_DEBUG || strstr(words, "BEGIN PROG LOAD LOG")) return 0;
  snprintf(libbpf_words + used, sizeof libbpf_words - used, "%s", words);
  return 0;
}

static void ask_object(const char* file, int index) {
  struct bpf_object* object = bpf_object__open(file);
  if (!object) _exit(1);
  struct bpf_program *program, *wanted = NULL;
  bpf_object__for_each_program(program, object) {
    bpf_program__set_autoload(program, index == 0);
    if (index-- == 0) wanted = program;
  }
  struct bpf_map* map;
  bpf_object__for_each_map(map, object) bpf_map__set_pin_path(map, NULL);
  set_base_name(file, bpf_program__name(wanted));
  bpf_program__set_log_buf(wanted, log_buffer, log_bytes);
  bpf_program__set_log_level(wanted, verdict_level);
  int error = bpf_object__load(object);
  if (!answer.asked) answer.error = -error;
  if (!error) run_on_all_packets(bpf_program__fd(wanted));
  write_result(file, bpf_program__name(wanted), bpf_program__section_name(wanted), verdict_of());
}

static void* read_whole(const char* file, size_t* size) {
  struct stat status;
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status)) return NULL;
  *size = (size_t)status.st_size;
  char* bytes = malloc(*size + 1);
  ssize_t got = bytes ? read(fd, bytes, *size) : -1;
  close(fd);
  return got == status.st_size ? bytes : NULL;
}

static void ask_raw(const char* file) {
  unsigned type = 0, attach_type = 0, flags = 0;
  size_t size = 0;
  set_base_name(file, "");
  char* numbers = strrchr(base_name, '.');
  if (numbers) sscanf(numbers, ".%u-%u-%u", &type, &attach_type, &flags), *numbers = '\0';
  union bpf_attr attr = {0};
  attr.insns = (uintptr_t)read_whole(file, &size);
  attr.insn_cnt = (unsigned)(size / sizeof(struct bpf_insn));
  attr.license = (uintptr_t)"GPL";
  attr.prog_type = type;
  attr.expected_attach_type = attach_type;
  attr.prog_flags = flags;
  long program = attr.insns ? ask_verifier(&attr, sizeof attr) : -1;
  if (program >= 0) run_on_all_packets((int)program);
  write_result(file, "", "", verdict_of());
}

// ---- all programs ----

static bool is_raw(const char* file) {
  size_t length = strlen(file), end = strlen(".insns");
  return length > end && strcmp(file + length - end, ".insns") == 0;
}

static int count_programs(const char* file) {
  struct bpf_object* object = bpf_object__open(file);
  if (!object) return -errno;
  int count = 0;
  struct bpf_program* program;
  bpf_object__for_each_program(program, object) count++;
  bpf_object__close(object);
  return count;
}

// A child that hangs in the verifier or dies must not cost the answers of the others.
static void in_child(const char* file, int index) {
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    alarm(options.timeout_seconds);
    if (is_raw(file))
      ask_raw(file);
    else
      ask_object(file, index);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  char program[16] = "";
  if (!is_raw(file)) snprintf(program, sizeof program, "%d", index);
  set_base_name(file, program);
  write_result(file, program, "",
               WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "timeout" : "crashed");
}

static void ask_file(const char* file) {
  libbpf_words[0] = '\0';
  int count = is_raw(file) ? 1 : count_programs(file);
  if (count < 0) {
    set_base_name(file, "");
    answer.error = -count;
    write_result(file, "", "", "not loaded");
    answer.error = 0;
  }
  for (int i = 0; i < count; i++) {
    libbpf_words[0] = '\0';
    in_child(file, i);
  }
}

static int packet_error(const char* file, int line, const char* what) {
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
  return -1;
}

static int read_packet(const char* digits, struct packet* packet) {
  for (packet->size = 0; *digits; digits += 2, packet->size++) {
    unsigned byte;
    int used = 0;
    if (packet->size == max_packet_bytes) return -1;
    if (sscanf(digits, "%2x%n", &byte, &used) != 1 || used != 2) return -1;
    packet->bytes[packet->size] = (unsigned char)byte;
  }
  return 0;
}

static int read_packets(const char* name) {
  static char line[2 * max_packet_bytes + 2];
  FILE* file = fopen(name, "r");
  if (!file) return perror(name), -1;
  for (int number = 1; fgets(line, sizeof line, file); number++) {
    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '#' || line[0] == '\0') continue;
    if (packet_count == max_packets) return packet_error(name, number, "too many packets");
    if (read_packet(line, &packets[packet_count++])) return packet_error(name, number, "no packet");
  }
  fclose(file);
  return 0;
}

static int send_file(const char* file) {
  enum { qemu_debug_port = 0xe9 };
  size_t size;
  char* bytes = read_whole(file, &size);
  if (!bytes || ioperm(qemu_debug_port, 1, 1)) {
    perror(file);
    return 1;
  }
  asm volatile("rep outsb" : "+S"(bytes), "+c"(size) : "d"(qemu_debug_port) : "memory");
  return 0;
}

static void set_levels(char* list) {
  options.level_count = 0;
  for (char* level = strtok(list, ","); level && options.level_count < max_levels;
       level = strtok(NULL, ","))
    options.levels[options.level_count++] = atoi(level);
}

int main(int count, char** words) {
  if (count == 3 && strcmp(words[1], "--send") == 0) return send_file(words[2]);
  for (int option; (option = getopt(count, words, "o:l:t:r:iu")) != -1;) {
    if (option == 'o')
      options.folder = optarg;
    else if (option == 'l')
      set_levels(optarg);
    else if (option == 't')
      options.timeout_seconds = (unsigned)atoi(optarg);
    else if (option == 'i')
      options.keep_insns = true;
    else if (option == 'u')
      options.unprivileged = true;
    else if (option == 'r' && read_packets(optarg) == 0)
      continue;
    else
      return 2;
  }
  // Before 5.11 maps and programs count as locked memory.
  struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_MEMLOCK, &none);
  libbpf_set_print(keep_libbpf_words);
  log_buffer = mmap(NULL, log_bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (log_buffer == MAP_FAILED) return perror("mmap"), 1;
  for (int i = optind; i < count; i++) ask_file(words[i]);
  return 0;
}
