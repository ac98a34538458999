// A plain search for each pattern's fixed text comes first, so that regular expressions are
// compiled for the one or two candidates only: compiling all of them costs more than the whole run.
#include "judge/match.h"

#include <re2/re2.h>

#include <algorithm>
#include <bitset>
#include <charconv>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "judge/says.h"

namespace bpflens {
namespace {

// Longer than any sentence of a verifier; keeps hostile lines cheap.
constexpr size_t max_sentence_bytes = 8192;

// Of two lines, either may be the one that a page knows, or both together.
std::vector<std::string> readings_of(std::span<const std::string> lines) {
  std::vector<std::string> readings;
  for (size_t i = 0; i < lines.size(); i++) {
    readings.push_back(lines[i].substr(0, max_sentence_bytes));
    if (i + 1 < lines.size())
      readings.push_back((lines[i] + "\n" + lines[i + 1]).substr(0, max_sentence_bytes));
  }
  return readings;
}

// Decimal or 0x, with a sign or without; nullopt where it does not fit 64 bits.
std::optional<int64_t> number_in(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  uint64_t value = 0;
  const auto [end, fault] =
      std::from_chars(text.data(), text.data() + text.size(), value, hex ? 16 : 10);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!hex && value > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - value : value);
}

std::optional<uint32_t> counted_in(std::string_view text) {
  const auto count = number_in(text);
  return count && *count >= 0 && *count <= UINT32_MAX ? std::optional(static_cast<uint32_t>(*count))
                                                      : std::nullopt;
}

void keep_capture(MatchedMessage& match, std::string_view hole, std::string_view text) {
  Obligation& obligation = match.obligation;
  if (hole == "register") obligation.register_name = text;
  if (hole == "found") obligation.found = text;
  if (hole == "name") obligation.name = text;
  if (hole == "offset") obligation.offset = number_in(text);
  if (hole == "size") obligation.size = number_in(text);
  if (hole == "limit") obligation.limit = number_in(text);
  if (hole == "least") obligation.least = number_in(text);
  if (hole == "most") obligation.most = number_in(text);
  if (hole == "insn") match.insn = counted_in(text);
  if (hole == "acquired") obligation.acquired_insn = counted_in(text);
  if (hole == "helper") obligation.helper = counted_in(text);
  // Kernel functions count their arguments from 0.
  if (hole == "argument") obligation.register_name = "R" + std::to_string(*number_in(text) + 1);
}

// Which pairs of neighbouring characters a sentence has. Most patterns have one that it has not,
// and a search for the fixed text of each pattern is most of what a short log costs.
class Pairs {
 public:
  explicit Pairs(std::string_view sentence) {
    for (size_t i = 1; i < sentence.size(); i++) seen_.set(index_of(sentence, i));
  }
  bool may_hold(std::string_view text) const {
    for (size_t i = 1; i < text.size(); i++)
      if (!seen_.test(index_of(text, i))) return false;
    return true;
  }

 private:
  static size_t index_of(std::string_view text, size_t at) {
    return static_cast<size_t>(static_cast<unsigned char>(text[at - 1])) << 8 |
           static_cast<unsigned char>(text[at]);
  }
  std::bitset<1 << 16> seen_;
};

// To compile one costs more than to match it, and thousands of logs say the same few sentences.
// One store per thread needs no lock; the bound is for callers with many rules of their own.
const RE2& compiled(std::string_view regex) {
  constexpr size_t most_kept = 128;
  thread_local std::unordered_map<std::string, std::unique_ptr<const RE2>> kept;
  const auto known = kept.find(std::string(regex));
  if (known != kept.end()) return *known->second;
  if (kept.size() == most_kept) kept.clear();
  auto made = std::make_unique<const RE2>(re2::StringPiece(regex.data(), regex.size()), RE2::Quiet);
  return *kept.emplace(regex, std::move(made)).first->second;
}

std::optional<MatchedMessage> matched(const MessagePage& page, const MessagePattern& pattern,
                                      const std::string& sentence) {
  if (sentence.find(pattern.literal) == std::string::npos) return std::nullopt;
  const RE2& regex = compiled(pattern.regex);
  if (!regex.ok()) return std::nullopt;
  std::vector<re2::StringPiece> groups(1 + static_cast<size_t>(regex.NumberOfCapturingGroups()));
  if (!regex.Match(sentence, 0, sentence.size(), RE2::ANCHOR_BOTH, groups.data(),
                   static_cast<int>(groups.size())))
    return std::nullopt;
  MatchedMessage match{&page, &pattern, {}, std::nullopt};
  match.obligation.kind = page.obligation;
  std::optional<int64_t> span;
  for (const auto& [index, name] : regex.CapturingGroupNames()) {
    const re2::StringPiece text = groups[static_cast<size_t>(index)];
    keep_capture(match, name, {text.data(), text.size()});
    if (name == "span") span = number_in({text.data(), text.size()});
  }
  // "(0x0; 0x1)" of old kernels: the bits that must be, and those that may be.
  if (span && match.obligation.least) match.obligation.most = *match.obligation.least + *span;
  return match;
}

bool is_two_lines(const MessagePattern& pattern) {
  return pattern.shape.find('\n') != std::string_view::npos;
}

bool says_more(const MatchedMessage& a, const MatchedMessage& b) {
  if (is_two_lines(*a.pattern) != is_two_lines(*b.pattern)) return is_two_lines(*a.pattern);
  return a.pattern->literal_length > b.pattern->literal_length;
}

// The register whose value an instruction is judged by: the address of an access, else the result.
std::optional<uint8_t> judged_register(const Insn& insn) {
  return insn.kind == InsnKind::Alu ? std::optional(insn.dst) : address_register(insn);
}

std::optional<std::string> text_of(std::string_view hole, const Obligation& obligation) {
  const auto number = [](const std::optional<int64_t>& value) -> std::optional<std::string> {
    if (!value) return std::nullopt;
    return std::to_string(*value);
  };
  const auto word = [](const std::string& value) -> std::optional<std::string> {
    if (value.empty()) return std::nullopt;
    return value;
  };
  if (hole == "register") return word(obligation.register_name);
  if (hole == "found") return word(obligation.found);
  if (hole == "name") return word(obligation.name);
  if (hole == "offset") return number(obligation.offset);
  if (hole == "size") return number(obligation.size);
  if (hole == "least") return number(obligation.least);
  if (hole == "most") return number(obligation.most);
  if (hole == "acquired" && obligation.acquired_insn)
    return std::to_string(*obligation.acquired_insn);
  return hole == "limit" ? number(obligation.limit) : std::nullopt;
}

}  // namespace

std::vector<MatchedMessage> all_matches(std::span<const std::string> lines,
                                        std::span<const MessagePage> pages) {
  std::vector<MatchedMessage> matches;
  for (const std::string& reading : readings_of(lines)) {
    const Pairs pairs(reading);
    for (const MessagePage& page : pages)
      for (const MessagePattern& pattern : page.patterns) {
        if (!pairs.may_hold(pattern.literal)) continue;
        if (auto match = matched(page, pattern, reading))
          matches.insert(std::ranges::upper_bound(matches, *match, says_more), *match);
      }
  }
  return matches;
}

std::optional<MatchedMessage> match_message(std::span<const std::string> lines,
                                            std::span<const MessagePage> pages) {
  std::vector<MatchedMessage> matches = all_matches(lines, pages);
  if (matches.empty()) return std::nullopt;
  return std::move(matches.front());
}

std::optional<std::vector<HeldText>> held_in(std::string_view line, const MessagePattern& pattern) {
  if (line.find(pattern.literal) == std::string_view::npos) return std::nullopt;
  const RE2& regex = compiled(pattern.regex);
  if (!regex.ok()) return std::nullopt;
  std::vector<re2::StringPiece> groups(1 + static_cast<size_t>(regex.NumberOfCapturingGroups()));
  if (!regex.Match({line.data(), line.size()}, 0, line.size(), RE2::UNANCHORED, groups.data(),
                   static_cast<int>(groups.size())))
    return std::nullopt;
  std::vector<HeldText> held;
  for (const auto& [index, name] : regex.CapturingGroupNames()) {
    const re2::StringPiece text = groups[static_cast<size_t>(index)];
    held.push_back({name, std::string(text.data(), text.size())});
  }
  return held;
}

bool equally_specific(const MatchedMessage& a, const MatchedMessage& b) {
  return !says_more(a, b) && !says_more(b, a);
}

std::string register_in(std::span<const std::string> lines) {
  std::string name;
  const RE2& regex = compiled(R"(\b(R[0-9]{1,2})\b)");
  for (const std::string& line : lines)
    if (RE2::PartialMatch(line.substr(0, max_sentence_bytes), regex, &name)) break;
  return name;
}

Obligation with_operands(Obligation obligation, const Insn& rejected) {
  const auto judged = judged_register(rejected);
  if (!judged) return obligation;
  const std::string name = "R" + std::to_string(*judged);
  if (obligation.register_name.empty()) obligation.register_name = name;
  // Another register than the address: the offset and size would not be its own.
  if (rejected.kind == InsnKind::Alu || obligation.register_name != name) return obligation;
  if (!obligation.offset && !obligation.size) obligation.offset = rejected.offset;
  if (!obligation.size) obligation.size = rejected.size_bytes;
  return obligation;
}

std::string said_of(const MessagePage& page, const Obligation& obligation) {
  const auto hole_text = [&](std::string_view hole) { return text_of(hole, obligation); };
  return first_filled(page.says, hole_text).value_or(std::string(page.title));
}

}  // namespace bpflens
