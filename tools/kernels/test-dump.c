// What did the kernel say of each program of its table of tests? `selftests` includes this file in
// the kernel's own test_verifier.c, just before do_test_single(), which then calls dump_test()
// after each load. The files go to the folder that TEST_DUMP names, NUMBER being the test's place
// in the table and KIND "p" (privileged) or "u":
//
//   NUMBERKIND.insns   the instructions as they were loaded
//   NUMBERKIND.log     the log of the test's own load
//   NUMBERKIND.log2    the log of the same load at level 6
//   results.jsonl      a line per test: what it is, its maps by file descriptor, verdict and errno

enum {
  dump_level = 6,
  dump_bytes = 32 << 20,
  // Level 6 of the tests of long programs takes minutes and says nothing new.
  dump_max_insns = 20000,
  dump_max_maps = 64,
};

static FILE* dump_file(const char* name, const char* mode) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", getenv("TEST_DUMP"), name);
  FILE* file = fopen(path, mode);
  if (!file) {
    perror(path);
    exit(1);
  }
  return file;
}

static void dump_bytes_as(const char* id, const char* suffix, const void* bytes, size_t size) {
  char name[32];
  snprintf(name, sizeof name, "%s.%s", id, suffix);
  FILE* file = dump_file(name, "w");
  fwrite(bytes, 1, size, file);
  fclose(file);
}

static void dump_text(FILE* to, const char* name, const char* text) {
  fprintf(to, "\"%s\":\"", name);
  for (const char* c = text ? text : ""; *c; c++) {
    if ((unsigned char)*c < 32)
      fprintf(to, "\\u%04x", (unsigned char)*c);
    else
      fprintf(to, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
  }
  fprintf(to, "\",");
}

static void dump_map(FILE* to, int fd, const char* separator) {
  struct bpf_map_info map = {0};
  unsigned size = sizeof map;
  if (bpf_obj_get_info_by_fd(fd, &map, &size)) return;
  fprintf(to,
          "%s{\"fd\":%d,\"type\":%u,\"key_size\":%u,\"value_size\":%u,\"max_entries\":%u,"
          "\"map_flags\":%u,\"btf_id\":%u,\"btf_key_type_id\":%u,\"btf_value_type_id\":%u}",
          separator, fd, map.type, map.key_size, map.value_size, map.max_entries, map.map_flags,
          map.btf_id, map.btf_key_type_id, map.btf_value_type_id);
}

static bool dump_is_known(const int* fds, int count, int fd) {
  while (count-- > 0)
    if (fds[count] == fd) return true;
  return false;
}

static void dump_maps(FILE* to, const struct bpf_insn* prog, int len) {
  int fds[dump_max_maps], count = 0;
  fprintf(to, "\"maps\":[");
  for (int i = 0; i + 1 < len; i++) {
    if (prog[i].code != (BPF_LD | BPF_DW | BPF_IMM)) continue;
    bool is_map = prog[i].src_reg == BPF_PSEUDO_MAP_FD || prog[i].src_reg == BPF_PSEUDO_MAP_VALUE;
    int fd = prog[i++].imm;
    if (!is_map || count == dump_max_maps || dump_is_known(fds, count, fd)) continue;
    dump_map(to, fd, count ? "," : "");
    fds[count++] = fd;
  }
  fprintf(to, "],");
}

static void dump_log_of_all_states(const char* id, int type, const struct bpf_insn* prog, int len,
                                   const struct bpf_prog_load_opts* opts) {
  static char log[dump_bytes];
  struct bpf_prog_load_opts all = *opts;
  all.log_level = dump_level;
  all.log_buf = log;
  all.log_size = sizeof log;
  log[0] = '\0';
  int fd = bpf_prog_load(type, NULL, "GPL", prog, len, &all);
  if (fd >= 0) close(fd);
  dump_bytes_as(id, "log2", log, strlen(log));
}

static void dump_test(const struct bpf_test* test, bool unpriv, int type,
                      const struct bpf_insn* prog, int len, int expected, const char* expected_err,
                      int fd, int error, const struct bpf_prog_load_opts* opts) {
  static const char* const results[] = {[UNDEF] = "undef",
                                        [ACCEPT] = "accept",
                                        [REJECT] = "reject",
                                        [VERBOSE_ACCEPT] = "verbose_accept"};
  char id[16];
  snprintf(id, sizeof id, "%04d%c", (int)(test - tests), unpriv ? 'u' : 'p');
  dump_bytes_as(id, "insns", prog, (size_t)len * sizeof *prog);
  dump_bytes_as(id, "log", opts->log_buf, strlen(opts->log_buf));
  if (len < dump_max_insns) dump_log_of_all_states(id, type, prog, len, opts);
  FILE* to = dump_file("results.jsonl", "a");
  fprintf(to, "{");
  dump_text(to, "id", id);
  dump_text(to, "descr", test->descr);
  fprintf(to, "\"prog_type\":%d,\"attach_type\":%d,\"prog_flags\":%u,\"insns\":%d,", type,
          opts->expected_attach_type, opts->prog_flags, len);
  dump_text(to, "expected", results[expected]);
  dump_text(to, "errstr", expected_err);
  fprintf(to, "\"license\":\"GPL\",\"attach_btf_id\":%u,\"func_info_cnt\":%u,", opts->attach_btf_id,
          opts->func_info_cnt);
  dump_maps(to, prog, len);
  dump_text(to, "verdict", fd >= 0 ? "accept" : "reject");
  fprintf(to, "\"errno\":%d}\n", fd >= 0 ? 0 : error);
  fclose(to);
}
