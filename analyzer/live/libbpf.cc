// libbpf opens the object, adapts it to the kernel, makes the maps and loads the one program. It
// closes all again: the maps are gone with the object.
#include "live/libbpf.h"

#include <bpf/libbpf.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace bpflens {
namespace {

constexpr size_t most_said_bytes = 64 << 10;

// libbpf's printer takes no argument of ours.
std::string* words_go_to = nullptr;

__attribute__((format(printf, 2, 0))) int keep_words(libbpf_print_level level, const char* format,
                                                     va_list list) {
  if (level == LIBBPF_DEBUG || words_go_to == nullptr) return 0;
  std::array<char, 4096> line{};
  std::vsnprintf(line.data(), line.size(), format, list);
  if (words_go_to->size() < most_said_bytes) *words_go_to += line.data();
  return 0;
}

// Whatever is printed while this is there is kept in `words`.
class Listening {
 public:
  explicit Listening(std::string& words) {
    words_go_to = &words;
    libbpf_set_print(keep_words);
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
  ~Listening() { words_go_to = nullptr; }
};

struct Close {
  void operator()(bpf_object* object) const { bpf_object__close(object); }
};
using OpenObject = std::unique_ptr<bpf_object, Close>;

// As libbpf names an object that it opens by its path: maps of global data have this in their name.
std::string object_name(std::string_view name) {
  const size_t folder = name.rfind('/');
  if (folder != std::string_view::npos) name.remove_prefix(folder + 1);
  return std::string(name.substr(0, name.find('.')));
}

OpenObject open_object(std::span<const std::byte> object, const std::string& name) {
  const std::string short_name = object_name(name);
  bpf_object_open_opts options{};
  options.sz = sizeof options;
  if (!short_name.empty()) options.object_name = short_name.c_str();
  errno = 0;
  return OpenObject(bpf_object__open_mem(object.data(), object.size(), &options));
}

int error_now() { return errno == 0 ? EINVAL : errno; }

// Its own errors are no errno, but numbers from 4000 on: all mean an object that it cannot take.
int as_errno(int error) { return error < 0 && error > -4000 ? -error : EINVAL; }

// Only the one of that place is to be loaded, whatever its section's name asks for.
bpf_program* only_program(bpf_object& object, size_t index) {
  bpf_program* wanted = nullptr;
  size_t at = 0;
  for (bpf_program* one = bpf_object__next_program(&object, nullptr); one != nullptr;
       one = bpf_object__next_program(&object, one)) {
    bpf_program__set_autoload(one, at == index);
    if (at++ == index) wanted = one;
  }
  return wanted;
}

// A map that others use must not be taken, and ours must not be left behind.
void prepare_maps(bpf_object& object, const std::vector<std::string>& left_out) {
  for (bpf_map* map = bpf_object__next_map(&object, nullptr); map != nullptr;
       map = bpf_object__next_map(&object, map)) {
    bpf_map__set_pin_path(map, nullptr);
    if (std::ranges::find(left_out, bpf_map__name(map)) != left_out.end())
      bpf_map__set_autocreate(map, false);
  }
}

void set_kind(bpf_program& program, const ProgramKind& kind) {
  if (bpf_program__type(&program) != BPF_PROG_TYPE_UNSPEC) return;
  bpf_program__set_type(&program, static_cast<bpf_prog_type>(kind.type_number));
  bpf_program__set_expected_attach_type(&program, static_cast<bpf_attach_type>(kind.attach_number));
  const uint32_t flags = (kind.sleepable ? uint32_t{BPF_F_SLEEPABLE} : 0) |
                         (kind.takes_fragments ? uint32_t{BPF_F_XDP_HAS_FRAGS} : 0);
  bpf_program__set_flags(&program, bpf_program__flags(&program) | flags);
}

void load(bpf_object& object, const ProgramToLoad& wanted, std::span<char> log, Attempt& attempt) {
  bpf_program* program = only_program(object, wanted.index);
  if (program == nullptr) {
    attempt.error = ENOENT;
    return;
  }
  if (wanted.kind) set_kind(*program, *wanted.kind);
  prepare_maps(object, wanted.maps_left_out);
  bpf_program__set_log_buf(program, log.data(), log.size());
  bpf_program__set_log_level(program, static_cast<uint32_t>(attempt.level));
  const int failed = bpf_object__load(&object);
  if (failed != 0) attempt.error = as_errno(failed);
  attempt.log.assign(log.data(), strnlen(log.data(), log.size()));
}

}  // namespace

ProgramList programs_of(std::span<const std::byte> object, const std::string& name) {
  ProgramList list;
  const Listening listening(list.said);
  const OpenObject opened = open_object(object, name);
  if (!opened) {
    list.error = error_now();
    return list;
  }
  for (bpf_program* one = bpf_object__next_program(opened.get(), nullptr); one != nullptr;
       one = bpf_object__next_program(opened.get(), one))
    list.programs.push_back({bpf_program__name(one), bpf_program__section_name(one)});
  return list;
}

Attempt load_program(const ProgramToLoad& wanted, int level, std::span<char> log) {
  Attempt attempt;
  attempt.level = level;
  log[0] = '\0';
  const Listening listening(attempt.said);
  const OpenObject opened = open_object(wanted.object, wanted.name);
  if (opened) {
    load(*opened, wanted, log, attempt);
  } else {
    attempt.error = error_now();
  }
  return attempt;
}

}  // namespace bpflens
