// The first bytes of an input tell what it is, where no log is in it: users pass the object that
// they tried to load, or a log that is still packed.
#include "input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string_view>

#include "facts/error_name.h"
#include "facts/operation.h"
#include "read/file.h"
#include "render/printable.h"
#include "session/session.h"

namespace bpflens {
namespace {

constexpr const char* how_to_get_a_log =
    "load the program with the verifier's log on (log_level 1 or 2) and pass all that the loader "
    "prints";

constexpr const char* how_to_get_an_object = "compile it with clang -O2 -g --target=bpf -c";
constexpr uint64_t most_object_bytes = uint64_t{256} << 20;

struct OtherKind {
  std::string_view first_bytes;
  const char* why;
  const char* remedy;
};

constexpr std::string_view elf =
    "\x7f"
    "ELF";
constexpr OtherKind object_kind{
    elf, "is a compiled object, not a verifier log",
    "say bpflens lint --live OBJECT, or load it and pass what the loader prints, such as bpflens "
    "explain -- bpftool prog load OBJECT PIN"};

constexpr const char* unpack = "unpack it first";
constexpr OtherKind other_kinds[] = {
    {"!<arch>\n", "is an archive", "ar x takes the objects out of it"},
    {"\x1f\x8b", "is packed with gzip", unpack},
    {"\xfd"
     "7zXZ",
     "is packed with xz", unpack},
    {"\x28\xb5\x2f\xfd", "is packed with zstd", unpack},
    {"BZh", "is packed with bzip2", unpack},
    {"PK\x03\x04", "is packed with zip", unpack},
};

std::string beginning_of(const Text& text) {
  std::array<char, 4096> bytes{};
  return {bytes.data(), text.read(0, bytes.data(), bytes.size())};
}

Result<Text> opened(const std::string& input) {
  return input == "-" ? spool_text(STDIN_FILENO, "-") : open_text(input);
}

Error no_object(const std::string& input, std::string_view beginning) {
  for (const OtherKind& kind : other_kinds)
    if (beginning.starts_with(kind.first_bytes)) return {input, kind.why, kind.remedy};
  return {input, "is no ELF object", "bpflens lint takes objects, bpflens explain logs"};
}

Result<std::string> all_of(const Text& text) {
  if (text.size > most_object_bytes)
    return Error{text.name, fmt::format("is longer than {} MiB", most_object_bytes >> 20),
                 "no BPF object is; is it the right file?"};
  std::string bytes(text.size, '\0');
  size_t at = 0;
  while (const size_t got = text.read(at, bytes.data() + at, bytes.size() - at)) at += got;
  if (at != bytes.size()) return Error{text.name, "cannot be read to its end", ""};
  return bytes;
}

const OtherKind* kind_of(std::string_view beginning) {
  if (beginning.starts_with(elf)) return &object_kind;
  for (const OtherKind& kind : other_kinds)
    if (beginning.starts_with(kind.first_bytes)) return &kind;
  return nullptr;
}

}  // namespace

Result<Text> text_of(const std::string& input) {
  Result<Text> text = opened(input);
  if (!text) return text;
  if (text.value().size == 0) return Error{input, "it is empty", how_to_get_a_log};
  return text;
}

Result<std::string> object_of(const std::string& input) {
  const Result<Text> text = opened(input);
  if (!text) return text.error();
  const std::string beginning = beginning_of(text.value());
  if (beginning.empty()) return Error{input, "it is empty", how_to_get_an_object};
  if (!beginning.starts_with(elf)) return no_object(input, beginning);
  return all_of(text.value());
}

Result<std::string> kernel_types_of(const std::string& input) {
  const Result<Text> text = opened(input);
  if (!text) return text.error();
  if (beginning_of(text.value()).starts_with(elf))
    return Error{input, "is an ELF file, not a kernel's types alone",
                 "objcopy --dump-section .BTF=FILE VMLINUX /dev/null takes them out of a vmlinux"};
  return all_of(text.value());
}

// Of a text whose loader says that something else than a load failed: a log would not help.
std::optional<Error> no_load(const Text& text) {
  const std::optional<FailedCall> call = failed_call_in(text);
  if (!call || call->operation == "BPF_PROG_LOAD") return std::nullopt;
  const LoaderOperation* operation = operation_named(call->operation);
  if (operation == nullptr) return std::nullopt;
  return Error{text.name,
               fmt::format("{} failed ({}), and no page knows why", operation->words,
                           printable(readable_error(call->error, call->error_number))),
               "the verifier has no part in that; bpflens message lists what is known"};
}

Error no_log(const Text& text) {
  const std::string beginning = beginning_of(text);
  const OtherKind* kind = kind_of(beginning);
  if (kind != nullptr) return {text.name, kind->why, kind->remedy};
  const bool is_binary = beginning.find('\0') != std::string::npos;
  if (!is_binary)
    if (std::optional<Error> error = no_load(text)) return *error;
  const std::string line = how_to_get_log(text);  // with the loader that printed this
  return {text.name, is_binary ? "is binary, no verifier log in it" : "no verifier log in it",
          line.empty() ? how_to_get_a_log : line};
}

}  // namespace bpflens
