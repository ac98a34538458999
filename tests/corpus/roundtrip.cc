// Does every state in real logs print again as the same bytes, is every register and slot of it
// typed, and is every instruction understood? Walks directories for *.log, counts per era, lists
// the shapes of what fails; fails itself when more than 0.5 % of the lines do, or when a shape is
// not in the list of known losses.
//   roundtrip DIRECTORY...      (from the project's root: it reads testdata/known-loss)
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "read/insn_text.h"
#include "read/register_state.h"

namespace {

using namespace bpflens;

struct Counts {
  uint64_t lines = 0, failed = 0;
};

struct Report {
  std::map<std::string, Counts> states_of_era, states_of_folder;
  std::map<std::string, std::pair<uint64_t, std::string>> failing_shapes;  // count, example
  uint64_t insns = 0, unknown_insns = 0;
  std::map<std::string, uint64_t> unknown_texts;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Numbers become N, so that lines of one kind have one shape.
std::string shape_of(std::string_view text) {
  std::string shape;
  for (size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      shape += text[i++];
      continue;
    }
    const bool hex = text.substr(i).starts_with("0x");
    i += hex ? 2 : 0;
    while (i < text.size() && (is_digit(text[i]) || (hex && std::isxdigit(text[i])))) ++i;
    shape += hex ? 'H' : 'N';
  }
  return shape;
}

std::string_view word_at(std::string_view text, size_t start) {
  size_t end = start;
  for (int depth = 0; end < text.size(); ++end) {
    if (text[end] == '(') ++depth;
    if (text[end] == ')') --depth;
    if (text[end] == ' ' && depth <= 0) break;
  }
  return text.substr(start, end - start);
}

// "R1_w=", "fp-8="
bool names_place(std::string_view word) {
  size_t i = 0;
  if (word.starts_with("fp-"))
    i = 3;
  else if (word.starts_with("R"))
    i = 1;
  else
    return false;
  const size_t digits = i;
  while (i < word.size() && is_digit(word[i])) ++i;
  if (i == digits) return false;
  if (i < word.size() && word[i] == '_')
    while (i < word.size() && word[i] != '=') ++i;
  return i < word.size() && word[i] == '=';
}

// At a register or slot, or at "frame1:" before one. Lines of precision tracking name frames too.
bool begins_state(std::string_view text) {
  const std::string_view word = word_at(text, 0);
  if (!word.starts_with("frame") || !word.ends_with(':')) return names_place(word);
  return word.size() < text.size() && names_place(word_at(text, word.size() + 1));
}

// Where a state begins on this line: at the line's start, or behind ':' or ';'.
std::optional<size_t> start_of_state(std::string_view line) {
  for (size_t at = line.find(' '); at != std::string_view::npos; at = line.find(' ', at + 1)) {
    size_t before = at;
    while (before > 0 && line[before - 1] == ' ') --before;
    const bool fits = before == 0 || line[before - 1] == ':' || line[before - 1] == ';';
    if (fits && begins_state(line.substr(at + 1))) return at;
  }
  return std::nullopt;
}

struct InsnLine {
  uint8_t code = 0;
  std::string_view text;
};

std::optional<InsnLine> insn_on(std::string_view line) {
  size_t i = line.find_first_not_of(' ');
  if (i == std::string_view::npos || !is_digit(line[i])) return std::nullopt;
  while (i < line.size() && is_digit(line[i])) ++i;
  if (!line.substr(i).starts_with(": (") || line.size() < i + 7 || line[i + 5] != ')' ||
      line[i + 6] != ' ')
    return std::nullopt;
  const std::string code(line.substr(i + 3, 2));
  if (!std::isxdigit(code[0]) || !std::isxdigit(code[1])) return std::nullopt;
  std::string_view text = line.substr(i + 7);
  // Analyses before the visits (7.1 and later) annotate their listings.
  for (const std::string_view mark : {";", "\t", " // "}) text = text.substr(0, text.find(mark));
  // At level 1 the resumed branch follows on the same line: " 7: R1=ctx() ..."
  if (const auto state = start_of_state(text)) {
    size_t end = *state - 1;
    while (end > 0 && is_digit(text[end - 1])) --end;
    text = text.substr(0, end);
  }
  while (text.ends_with(' ')) text.remove_suffix(1);
  return InsnLine{static_cast<uint8_t>(std::stoul(code, nullptr, 16)), text};
}

// What a log says of its era besides its states.
EraRange eras_of_log(const std::string& log) {
  if (log.find(" insns, stack depth") != std::string::npos) return {Era::A, Era::A};
  if (log.find("(limit 131072)") != std::string::npos) return {Era::B, Era::B};
  return {Era::A, Era::I};
}

Era era_of_log(const std::string& log, const std::vector<std::string_view>& states) {
  EraRange range = eras_of_log(log);
  for (const std::string_view state : states) {
    const EraRange seen = eras_of_state(state);
    const EraRange both{std::max(range.first, seen.first), std::min(range.last, seen.last)};
    if (both.first <= both.last) range = both;
  }
  return range.last;
}

std::string first_difference(std::string_view line, std::string_view printed) {
  for (size_t at = 0; at < line.size();) {
    const std::string_view word = word_at(line, at);
    if (printed.substr(std::min(at, printed.size()), word.size()) != word) return std::string(word);
    at += word.size() + 1;
  }
  return std::string(line);
}

// A register kept as text prints again without being understood: that is no round trip.
std::string first_untyped(const VerifierState& state) {
  for (const NamedRegister& named : state.registers)
    if (named.state.type == RegisterType::Other) return "untyped R=" + named.state.type_name;
  for (const StackSlot& slot : state.slots)
    if (slot.spill && slot.spill->type == RegisterType::Other)
      return "untyped fp=" + slot.spill->type_name;
  return {};
}

std::string what_fails(std::string_view line, const std::optional<VerifierState>& state,
                       std::string_view printed) {
  if (state && !state->unread.empty()) return std::string(word_at(state->unread, 1));
  if (printed == line) return first_untyped(*state);
  return first_difference(line, printed);
}

void check_state(std::string_view line, Era era, const std::string& folder, Report& report) {
  const auto state = parse_state(line, era);
  const std::string printed = state ? print_state(*state, era) : std::string();
  const bool same =
      state && state->unread.empty() && printed == line && first_untyped(*state).empty();
  for (Counts* counts :
       {&report.states_of_era[std::string(kernels_of(era))], &report.states_of_folder[folder]}) {
    ++counts->lines;
    if (!same) ++counts->failed;
  }
  if (same) return;
  auto& [count, example] = report.failing_shapes[shape_of(what_fails(line, state, printed))];
  if (count++ == 0) example = std::string(line) + "\n      -> " + printed;
}

void check_insn(const InsnLine& line, Report& report) {
  if (line.text.starts_with("BUG_")) return;
  ++report.insns;
  if (parse_insn_text(line.code, line.text).kind != InsnKind::Unknown) return;
  ++report.unknown_insns;
  ++report.unknown_texts[std::string(line.text)];
}

void check_log(const std::filesystem::path& path, Report& report) {
  std::ostringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string log = read.str();
  std::vector<std::string_view> states;
  std::string_view rest = log;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (const auto insn = insn_on(line)) check_insn(*insn, report);
    if (const auto start = start_of_state(line)) states.push_back(line.substr(*start));
  }
  const Era era = era_of_log(log, states);
  const std::string folder = path.parent_path().filename().string();
  for (const std::string_view state : states) check_state(state, era, folder, report);
}

// "shape<tab>reason" per line.
std::set<std::string> known_losses() {
  std::set<std::string> shapes;
  std::ifstream file("testdata/known-loss");
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') shapes.insert(line.substr(0, line.find('\t')));
  return shapes;
}

void print_counts(const std::map<std::string, Counts>& counts) {
  for (const auto& [name, count] : counts)
    std::printf("  %-16s %10llu lines %8llu differ\n", name.c_str(),
                static_cast<unsigned long long>(count.lines),
                static_cast<unsigned long long>(count.failed));
}

Counts total_of(const std::map<std::string, Counts>& counts) {
  Counts total;
  for (const auto& [name, count] : counts) {
    total.lines += count.lines;
    total.failed += count.failed;
  }
  return total;
}

// Prints what is found; true if it is good.
bool print_report(const Report& report, const std::set<std::string>& known) {
  std::puts("states, by era:");
  print_counts(report.states_of_era);
  std::puts("states, by folder:");
  print_counts(report.states_of_folder);
  bool good = true;
  for (const auto& [shape, seen] : report.failing_shapes) {
    const bool is_known = known.contains(shape);
    good = good && is_known;
    std::printf("%s x%llu: %s\n      %s\n", is_known ? "known" : "NEW  ",
                static_cast<unsigned long long>(seen.first), shape.c_str(), seen.second.c_str());
  }
  std::printf("instructions: %llu, unknown %llu\n", static_cast<unsigned long long>(report.insns),
              static_cast<unsigned long long>(report.unknown_insns));
  for (const auto& [text, seen] : report.unknown_texts) {
    const bool is_known = known.contains(text);
    good = good && is_known;
    std::printf("%s x%llu: %s\n", is_known ? "known" : "NEW  ",
                static_cast<unsigned long long>(seen), text.c_str());
  }
  const Counts total = total_of(report.states_of_era);
  std::printf("total: %llu states, %llu differ\n", static_cast<unsigned long long>(total.lines),
              static_cast<unsigned long long>(total.failed));
  if (total.lines == 0) std::puts("no states found: nothing was tested");
  return good && total.lines > 0 && total.failed * 1000 <= total.lines * 5;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fputs("usage: roundtrip DIRECTORY...\n", stderr);
    return 2;
  }
  Report report;
  for (int i = 1; i < count; ++i)
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i]))
      if (entry.is_regular_file() && entry.path().extension() == ".log")
        check_log(entry.path(), report);
  return print_report(report, known_losses()) ? 0 : 1;
}
