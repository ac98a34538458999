// The first place is told with its instruction and line, what it led to with the instruction alone.
#include "render/against.h"

#include <fmt/format.h>

#include "render/printable.h"
#include "render/words.h"

namespace bpflens {
namespace {

std::string other_load(const Against& against) {
  std::string words = fmt::format("{}, {}", input_name(against.input), name_of(against.verdict));
  if (against.era == Era::Unknown) return words;
  return words + fmt::format(" (log format of kernel {})", kernels_of(against.era));
}

std::string insn_words(const Place& place) {
  if (!place.insn) return "";
  if (place.insn_text.empty()) return fmt::format("insn {}", *place.insn);
  return fmt::format("insn {} `{}`", *place.insn, printable(place.insn_text));
}

// "insn 11 `r3 = be32 r3`, from `a = ntohl(b);` (a.c:52)"; where the code is listed, the line
// alone.
std::string place_words(const Place& place, bool has_listing) {
  std::string words = has_listing ? "" : insn_words(place);
  if (!place.source || place.source->text.empty()) return words;
  if (!words.empty()) words += ", from ";
  return words + source_words(*place.source);
}

std::string log_lines(const ParallelPlace& place) {
  if (place.here.log_line == 0 || place.there.log_line == 0) return "";
  return fmt::format(", log lines {} and {}", place.here.log_line, place.there.log_line);
}

void add_code(std::vector<std::string>& lines, std::string_view where,
              const std::vector<std::string>& code) {
  for (size_t i = 0; i < code.size(); i++)
    lines.push_back(fmt::format("{:<7}{}", i == 0 ? where : "", printable(code[i])));
}

void add_wrapped(std::vector<std::string>& lines, const std::string& text) {
  for (std::string& line : wrapped(text)) lines.push_back(std::move(line));
}

std::vector<std::string> parted_lines(const Against& against) {
  std::vector<std::string> lines;
  const bool is_here = against.parted.here.insn.has_value();
  const std::string place = place_words(is_here ? against.parted.here : against.parted.there,
                                        against.parted.kind == PartedKind::Code);
  if (!place.empty()) lines.push_back(place + log_lines(against.parted));
  add_wrapped(lines, printable(against.parted.text));
  add_code(lines, "here:", against.parted.here_code);
  add_code(lines, "there:", against.parted.there_code);
  return lines;
}

std::vector<std::string> consequences(const Against& against) {
  std::vector<std::string> lines;
  for (const ParallelPlace& place : against.led_to) {
    const std::string insn = insn_words(place.here);
    add_wrapped(lines, (insn.empty() ? "" : insn + ": ") + printable(place.text));
  }
  return lines;
}

std::vector<std::string> notes_of(const Against& against) {
  std::vector<std::string> lines;
  for (const std::string& note : against.notes) add_wrapped(lines, printable(note));
  return lines;
}

}  // namespace

NamedLines against_lines(const Against& against) {
  return {{"against", {other_load(against)}},
          {"parted", parted_lines(against)},
          {"led to", consequences(against)},
          {"note", notes_of(against)}};
}

}  // namespace bpflens
