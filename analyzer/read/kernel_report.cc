// Sections begin at the first column and end with a colon; everything inside is indented. A block
// is a place, its source context with one marked line and a label, its instruction context.
#include "read/kernel_report.h"

#include <charconv>
#include <string_view>

namespace bpflens {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<uint32_t> whole_number(std::string_view text) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Takes ":12" from the end.
std::optional<uint32_t> take_last_number(std::string_view& text) {
  size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::optional<uint32_t> number = whole_number(text.substr(colon + 1));
  if (number) text = text.substr(0, colon);
  return number;
}

// "xdp_filter @ last-byte.c:41:20", "last-byte.c:41:20" or "insn 7".
ReportBlock block_at(std::string_view place) {
  ReportBlock block;
  if (place.starts_with("insn ")) {
    block.insn = whole_number(place.substr(5));
    return block;
  }
  size_t at = place.find(" @ ");
  if (at != std::string_view::npos) {
    block.function = place.substr(0, at);
    place = place.substr(at + 3);
  }
  std::optional<uint32_t> column = take_last_number(place);
  std::optional<uint32_t> line = take_last_number(place);
  if (!line) return block;
  block.source = SourceSpan{std::string(place), *line, column.value_or(0), {}};
  return block;
}

// ">>> 41 |     uint8_t last" -> 41 and the text behind the bar.
void read_marked_line(std::string_view line, bool is_insn, ReportBlock& block) {
  line.remove_prefix(4);
  size_t bar = line.find('|');
  if (bar == std::string_view::npos) return;
  std::optional<uint32_t> number = whole_number(trimmed(line.substr(0, bar)));
  if (!number) return;
  if (is_insn) {
    block.insn = number;
  } else if (block.source) {
    block.source->text = trimmed(line.substr(bar + 1));
  }
}

// "| ^-- error: invalid dereference of R1"
void read_annotation(std::string_view line, ReportBlock& block) {
  size_t mark = line.find("^-- ");
  std::string_view words = line.substr(mark + 4);
  size_t colon = words.find(": ");
  block.label = words.substr(0, colon);
  if (colon != std::string_view::npos) block.annotation = words.substr(colon + 2);
}

std::vector<ReportBlock> read_blocks(const std::vector<std::string_view>& lines) {
  std::vector<ReportBlock> blocks;
  bool in_insns = false;
  for (std::string_view line : lines) {
    std::string_view words = trimmed(line);
    if (words.empty()) continue;
    bool is_place = line.starts_with("  ") && !line.starts_with("   ") &&
                    !words.starts_with(">>>") && !words.ends_with(" context:");
    if (words == "Source context:" || words == "Instruction context:") {
      in_insns = words.front() == 'I';
    } else if (words.find("^-- ") != std::string_view::npos) {
      if (!blocks.empty()) read_annotation(words, blocks.back());
    } else if (words.starts_with(">>> ")) {
      if (!blocks.empty()) read_marked_line(words, in_insns, blocks.back());
    } else if (is_place) {
      ReportBlock block = block_at(words);
      if (block.insn || block.source) blocks.push_back(std::move(block));
      in_insns = false;
    }
  }
  return blocks;
}

std::string joined(const std::vector<std::string_view>& lines) {
  std::string text;
  for (std::string_view line : lines) {
    std::string_view words = trimmed(line);
    if (words.empty()) continue;
    if (!text.empty()) text += ' ';
    text += words;
  }
  return text;
}

void close_section(std::string_view name, const std::vector<std::string_view>& lines,
                   KernelReport& report) {
  if (name == "Reason:") {
    report.reason = joined(lines);
  } else if (name == "Suggestion:") {
    report.suggestion = joined(lines);
  } else if (name == "At:") {
    std::vector<ReportBlock> blocks = read_blocks(lines);
    if (!blocks.empty()) report.at = std::move(blocks.front());
  } else if (name == "Causal path:") {
    report.causal_path = read_blocks(lines);
  } else {
    if (!name.empty()) report.other_lines.emplace_back(name);
    for (std::string_view line : lines)
      if (!trimmed(line).empty()) report.other_lines.emplace_back(line);
  }
}

}  // namespace

KernelReport parse_kernel_report(const std::vector<std::string>& lines) {
  KernelReport report;
  std::string_view section;
  std::vector<std::string_view> body;
  for (const std::string& line : lines) {
    constexpr std::string_view head = "Verification failed: ";
    if (line.starts_with(head)) {
      std::string_view words = std::string_view(line).substr(head.size());
      size_t colon = words.find(": ");
      report.category = words.substr(0, colon);
      if (colon != std::string_view::npos) report.problem = words.substr(colon + 2);
    } else if (!line.empty() && line.front() != ' ' && line.back() == ':') {
      close_section(section, body, report);
      section = line;
      body.clear();
    } else {
      body.push_back(line);
    }
  }
  close_section(section, body, report);
  return report;
}

}  // namespace bpflens
