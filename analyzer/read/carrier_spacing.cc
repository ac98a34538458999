// Blanks and empty lines that editors, mailers and web forms put between and behind the lines.
#include <algorithm>

#include "read/carrier_lines.h"
#include "read/log_line.h"

namespace bpflens {
namespace {

bool ends_blank(std::string_view text) { return text.ends_with(' ') || text.ends_with('\t'); }

// The kernel ends some lines with a blank, but none with an instruction or a state.
bool is_padded(const CarriedLine& line) {
  if (!ends_blank(line.text)) return false;
  const LineKind kind = classify_line(line.text).kind;
  return kind == LineKind::Insn || kind == LineKind::State;
}

}  // namespace

bool strip_padding(CarriedLines& carried) {
  if (std::none_of(carried.lines.begin(), carried.lines.end(), is_padded)) return false;
  for (CarriedLine& line : carried.lines)
    while (ends_blank(line.text)) line.text.remove_suffix(1);
  return true;
}

bool close_double_spacing(CarriedLines& carried) {
  constexpr size_t fewest_lines = 3;
  const std::vector<CarriedLine>& lines = carried.lines;
  size_t filled = 0, followed = 0;
  for (size_t i = 0; i + 1 < lines.size(); i++) {
    if (lines[i].text.empty()) continue;
    filled++;
    followed += lines[i + 1].text.empty() ? 0 : 1;
  }
  if (filled < fewest_lines || followed * 20 > filled) return false;
  std::vector<CarriedLine> closed;
  for (size_t i = 0; i < lines.size(); i++) {
    closed.push_back(lines[i]);
    if (i + 1 < lines.size() && lines[i + 1].text.empty()) i++;
  }
  carried.lines = std::move(closed);
  return true;
}

}  // namespace bpflens
