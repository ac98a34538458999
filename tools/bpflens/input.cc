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

struct OtherKind {
  std::string_view first_bytes;
  const char* why;
  const char* remedy;
};

constexpr const char* unpack = "unpack it first";
constexpr OtherKind other_kinds[] = {
    {"\x7f"
     "ELF",
     "is a compiled object, not a verifier log",
     "load it and pass what the loader prints, such as bpflens explain -- bpftool prog load OBJECT "
     "PIN"},
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

const OtherKind* kind_of(std::string_view beginning) {
  for (const OtherKind& kind : other_kinds)
    if (beginning.starts_with(kind.first_bytes)) return &kind;
  return nullptr;
}

}  // namespace

Result<Text> text_of(const std::string& input) {
  Result<Text> text = input == "-" ? spool_text(STDIN_FILENO, "-") : open_text(input);
  if (!text) return text;
  if (text.value().size == 0) return Error{input, "it is empty", how_to_get_a_log};
  return text;
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
