// A text is taken in chunks of whole lines; on each, every kind of carrier is tried until none is
// left. What comes out is collected in memory, or in the copy that the text has a place for.
#include "read/carrier.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "read/carrier_lines.h"
#include "read/utf16.h"

namespace bpflens {
namespace {

constexpr size_t chunk_bytes = size_t{1} << 20;
// Up to here all of a text is looked at, above only parts.
constexpr uint64_t largest_paste_bytes = uint64_t{4} << 20;
constexpr size_t samples = 12;
constexpr size_t sample_bytes = size_t{64} * 1024;
// Carriers inside each other.
constexpr int most_rounds = 5;

struct Layer {
  std::string_view name;
  bool (*strip)(CarriedLines&);
};

constexpr Layer layers[] = {
    {"terminal", strip_terminal_codes},
    {"html", strip_html},
    {"double spacing", close_double_spacing},
    {"wrapped", join_wrapped_lines},
    {"escaped", split_escaped_lines},
    {"prefix", strip_prefixes},
    {"padded", strip_padding},
};

void note(std::vector<std::string>& names, std::string_view name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

bool strip_all(CarriedLines& carried, std::vector<std::string>& names) {
  bool any = false;
  for (int round = 0; round < most_rounds; round++) {
    bool any_now = false;
    for (const Layer& layer : layers) {
      if (!layer.strip(carried)) continue;
      note(names, layer.name);
      any_now = true;
    }
    if (!any_now) break;
    any = true;
  }
  return any;
}

CarriedLines lines_of(std::string_view bytes, uint64_t first_number) {
  CarriedLines carried;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    carried.lines.push_back({bytes.substr(0, end), first_number++});
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return carried;
}

// Where a chunk that goes on can be cut: behind its last line end, else, inside a line that is
// longer than a chunk, behind an escaped one.
size_t length_of_whole_lines(std::string_view bytes) {
  const size_t line_end = bytes.rfind('\n');
  if (line_end != std::string_view::npos) return line_end + 1;
  const size_t escaped = bytes.rfind("\\n");
  return escaped == std::string_view::npos ? bytes.size() : escaped + 2;
}

// Hands out a text's bytes as UTF-8, in chunks that end with a line.
class Chunks {
 public:
  // The text begins at `offset`, behind a mark of its encoding.
  Chunks(const Text& text, Utf16 encoding, uint64_t offset)
      : text_(text), encoding_(encoding), offset_(offset) {}

  // Empty at the end; valid until the next call.
  std::string_view next() {
    held_.erase(0, given_);
    inside_ = given_ > 0 && !ended_with_line_;
    while (held_.size() < chunk_bytes && read_more()) continue;
    is_last_ = held_.size() < chunk_bytes;
    given_ = is_last_ ? held_.size() : length_of_whole_lines(held_);
    ended_with_line_ = given_ > 0 && held_[given_ - 1] == '\n';
    return std::string_view(held_).substr(0, given_);
  }

  bool begins_inside() const { return inside_; }
  bool ended_with_line() const { return ended_with_line_; }
  bool is_last() const { return is_last_; }

 private:
  bool read_more() {
    std::string raw(chunk_bytes, '\0');
    raw.resize(text_.read(offset_, raw.data(), raw.size()));
    offset_ += raw.size();
    if (encoding_ == Utf16::No) {
      held_ += raw;
    } else {
      held_ += utf8_of(raw, encoding_);
    }
    return !raw.empty();
  }

  const Text& text_;
  Utf16 encoding_;
  uint64_t offset_;
  std::string held_;
  size_t given_ = 0;
  bool inside_ = false, ended_with_line_ = true, is_last_ = false;
};

// The numbers of lines before and after, where they are not the same.
class LineNumbers {
 public:
  // The next line of the new text came from this one.
  void add(uint64_t number) {
    next_++;
    if (!runs_.empty()) {
      Run& last = runs_.back();
      const uint64_t lines = next_ - 1 - last.first;
      if (number == last.number + (last.counts ? lines : 0)) return;
      if (lines == 1 && number == last.number) {
        last.counts = false;
        return;
      }
    }
    runs_.push_back({next_ - 1, number, true});
  }

  uint64_t original(uint64_t number) const {
    auto after = std::upper_bound(runs_.begin(), runs_.end(), number,
                                  [](uint64_t n, const Run& run) { return n < run.first; });
    if (after == runs_.begin()) return number;
    const Run& run = *(after - 1);
    return run.number + (run.counts ? number - run.first : 0);
  }

 private:
  struct Run {
    uint64_t first = 0, number = 0;
    bool counts = true;  // else all of its lines came from the same one
  };
  std::vector<Run> runs_;
  uint64_t next_ = 1;
};

Text rewritten(const Text& text, Utf16 encoding, uint64_t offset, std::vector<std::string>& names) {
  const TextCopy copy = text.copy ? text.copy() : copy_in_memory();
  auto numbers = std::make_shared<LineNumbers>();
  Chunks chunks(text, encoding, offset);
  uint64_t number = 1;
  for (std::string_view bytes = chunks.next(); !bytes.empty(); bytes = chunks.next()) {
    CarriedLines carried = lines_of(bytes, number);
    carried.begins_inside = chunks.begins_inside();
    number += carried.lines.size() - (chunks.ended_with_line() ? 0 : 1);
    strip_all(carried, names);
    std::string out;
    for (const CarriedLine& line : carried.lines) {
      out.append(line.text).append("\n");
      numbers->add(line.number);
    }
    // Where the last line was torn off, it still is.
    if (!chunks.ended_with_line() && chunks.is_last()) out.pop_back();
    copy.append(out);
  }
  Text uncarried = copy.text(text.name);
  uncarried.line_in_file = [numbers](uint64_t line) { return numbers->original(line); };
  return uncarried;
}

std::string part_of(const Text& text, uint64_t offset, size_t count) {
  std::string bytes(count, '\0');
  bytes.resize(text.read(offset, bytes.data(), count));
  return bytes;
}

// A part of a text begins and ends inside a line.
std::string_view whole_lines(std::string_view bytes, bool at_beginning) {
  const size_t end = bytes.rfind('\n');
  if (end == std::string_view::npos) return bytes;
  bytes = bytes.substr(0, end + 1);
  return at_beginning ? bytes : bytes.substr(bytes.find('\n') + 1);
}

bool is_carried(const Text& text) {
  std::vector<std::string> ignored;
  const uint64_t size = text.read_so_far.value_or(text.size);
  if (size <= largest_paste_bytes) {
    const std::string bytes = part_of(text, 0, static_cast<size_t>(size));
    CarriedLines carried = lines_of(bytes, 1);
    return strip_all(carried, ignored);
  }
  for (size_t i = 0; i < samples; i++) {
    const uint64_t offset = (size - sample_bytes) / (samples - 1) * i;
    const std::string bytes = part_of(text, offset, sample_bytes);
    CarriedLines carried = lines_of(whole_lines(bytes, i == 0), 1);
    if (strip_all(carried, ignored)) return true;
  }
  return false;
}

}  // namespace

Uncarried without_carriers(const Text& text) {
  constexpr uint64_t mark_bytes = 2;
  const std::string beginning = part_of(text, 0, 4096);
  const Utf16 encoding = utf16_of(beginning);
  Uncarried uncarried;
  if (encoding == Utf16::No && !is_carried(text)) {
    uncarried.text = text;
    return uncarried;
  }
  if (encoding != Utf16::No) uncarried.carriers.emplace_back("UTF-16");
  uncarried.text =
      rewritten(text, encoding, has_utf16_mark(beginning) ? mark_bytes : 0, uncarried.carriers);
  return uncarried;
}

}  // namespace bpflens
