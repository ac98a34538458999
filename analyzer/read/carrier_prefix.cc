// A line that is one of a verifier once something is taken from its front tells what its neighbours
// have in front of them. What stands there only once ("Verifier output: 0: R1=ctx()") becomes a
// line of its own.
#include <algorithm>
#include <charconv>
#include <optional>

#include "read/carrier_lines.h"
#include "read/line_prefix.h"
#include "read/log_anchor.h"
#include "read/log_line.h"
#include "read/string_literal.h"

namespace bpflens {
namespace {

// How far back lines are looked at that came before the first that tells.
constexpr size_t most_lines_above = 400;
constexpr size_t neighbourhood = 3;

bool is_in_quotes(std::string_view prefix) {
  return prefix.ends_with('"') && prefix.find_first_of("{:=[(") != std::string_view::npos;
}

// {"log":"2024-05-01 ERROR - -> {"log":" since what stands behind the quote belongs to the string.
std::string_view up_to_open_quote(std::string_view prefix) {
  size_t open = std::string_view::npos;
  for (size_t at = 0; at < prefix.size(); at++) {
    if (prefix[at] == '\\') {
      at++;
    } else if (prefix[at] == '"') {
      open = open == std::string_view::npos ? at : std::string_view::npos;
    }
  }
  if (open == std::string_view::npos) return prefix;
  const std::string_view quoted = prefix.substr(0, open + 1);
  return is_in_quotes(quoted) ? quoted : prefix;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// "12:" of `grep -n`, which could also be an instruction's number.
std::optional<uint64_t> only_a_number(std::string_view prefix) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(prefix.data(), prefix.data() + prefix.size(), number);
  const bool is_one = error == std::errc() && end + 1 == prefix.data() + prefix.size();
  return is_one && (*end == ':' || *end == '-') ? std::optional(number) : std::nullopt;
}

// Marks rows of the verifier's own tables, which are indented where the log is not.
class TableRows {
 public:
  bool is_row(std::string_view line) {
    const bool is_indented = line.starts_with(' ');
    const LineKind kind = is_indented ? LineKind::Indented : classify_line(line).kind;
    // Rows of large numbers have no blank in front.
    const bool goes_on = kind == LineKind::Info || looks_like_insn_row(line);
    if (!is_indented) in_table_ = kind == LineKind::TableHeader || (in_table_ && goes_on);
    return is_indented && in_table_;
  }

 private:
  bool in_table_ = false;
};

class PrefixStripper {
 public:
  explicit PrefixStripper(CarriedLines& carried) : carried_(carried) {}

  bool strip() {
    for (size_t i = 0; i < carried_.lines.size(); i++) take(i);
    if (any_) carried_.lines = std::move(out_);
    return any_;
  }

 private:
  void take(size_t i) {
    const CarriedLine line = carried_.lines[i];
    if (table_.is_row(line.text)) return keep(line);
    if (strip_current(line)) return;
    const size_t anchor = anchor_of(line.text);
    if (anchor == 0) prefix_.clear();
    if (anchor == 0 || anchor == no_anchor) return keep(line);
    const std::string_view prefix = up_to_open_quote(line.text.substr(0, anchor));
    if (is_margin(prefix) || is_shared(prefix, i)) return begin_block(line, prefix);
    split(line, anchor);
  }

  void keep(const CarriedLine& line) { out_.push_back(line); }

  bool strip_current(const CarriedLine& line) {
    if (prefix_.empty()) return false;
    const size_t length = length_of_prefix(prefix_, line.text);
    if (length == no_prefix) return false;
    if (is_other_numbering(line.text.substr(0, length))) return false;
    add_stripped(line, length);
    after_stripped_ = out_.size();
    return true;
  }

  bool is_other_numbering(std::string_view prefix) {
    if (!last_number_) return false;
    const std::optional<uint64_t> number = only_a_number(prefix);
    const bool is_next = number == *last_number_ + 1;
    if (is_next) last_number_ = number;
    return !is_next;
  }

  // Some neighbour begins like this line.
  bool is_shared(std::string_view prefix, size_t i) const {
    const auto& lines = carried_.lines;
    const size_t first = i < neighbourhood ? 0 : i - neighbourhood;
    const size_t last = std::min(i + neighbourhood + 1, lines.size());
    for (size_t other = first; other < last; other++) {
      if (other != i && length_of_prefix(prefix, lines[other].text) != no_prefix) return true;
    }
    return false;
  }

  void begin_block(const CarriedLine& line, std::string_view prefix) {
    prefix_ = prefix.substr(0, margin_of_table(prefix));
    last_number_ = only_a_number(prefix);
    if (!last_number_) strip_above();
    add_stripped(line, prefix_.size());
    after_stripped_ = out_.size();
  }

  // A row of a table is further to the right than the log that it stands in.
  size_t margin_of_table(std::string_view prefix) const {
    size_t words = prefix.size();
    while (words > 0 && is_blank(prefix[words - 1])) words--;
    const size_t first = out_.size() < most_lines_above ? 0 : out_.size() - most_lines_above;
    for (size_t i = out_.size(); i > std::max(first, after_stripped_); i--) {
      const std::string_view above = out_[i - 1].text;
      const size_t length = words == 0 ? 0 : length_of_prefix(prefix.substr(0, words), above);
      if (length == no_prefix) break;
      const std::string_view rest = above.substr(length);
      const size_t margin = std::min(rest.find_first_not_of(" \t"), rest.size());
      const bool is_header = classify_line(rest.substr(margin)).kind == LineKind::TableHeader;
      if (is_header) return std::min(words + margin, prefix.size());
    }
    return prefix.size();
  }

  // The lines directly above that begin the same way.
  void strip_above() {
    size_t first = out_.size();
    while (first > after_stripped_ && out_.size() - first < most_lines_above &&
           (out_[first - 1].text.empty() ||
            length_of_prefix(prefix_, out_[first - 1].text) != no_prefix))
      first--;
    const std::vector<CarriedLine> above(out_.begin() + static_cast<std::ptrdiff_t>(first),
                                         out_.end());
    out_.resize(first);
    for (const CarriedLine& line : above) {
      if (line.text.empty()) {
        keep(line);
      } else {
        add_stripped(line, length_of_prefix(prefix_, line.text));
      }
    }
  }

  void add_stripped(const CarriedLine& line, size_t length) {
    any_ = true;
    const std::string_view rest = line.text.substr(length);
    if (!is_in_quotes(prefix_)) return keep({rest, line.number});
    add_each_line(carried_.keep(read_literal(rest).text), line.number, out_);
  }

  void split(const CarriedLine& line, size_t anchor) {
    const LogLine parsed = classify_line(line.text.substr(anchor));
    // The reader takes an instruction with its error out of a line by itself.
    if (!parsed.message.empty()) return keep(line);
    any_ = true;
    // The line number of `grep -n` is no state.
    const std::string_view head = line.text.substr(0, anchor);
    if (classify_line(head).kind == LineKind::Free) keep({head, line.number});
    keep({line.text.substr(anchor), line.number});
    after_stripped_ = out_.size();
  }

  CarriedLines& carried_;
  std::vector<CarriedLine> out_;
  TableRows table_;
  std::string prefix_;                   // of the block that we are in
  std::optional<uint64_t> last_number_;  // of a block that is only numbered
  size_t after_stripped_ = 0;            // what stands before this in out_ is settled
  bool any_ = false;
};

}  // namespace

bool strip_prefixes(CarriedLines& carried) { return PrefixStripper(carried).strip(); }

}  // namespace bpflens
