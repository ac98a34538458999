// Closeness is the number of characters to change, insert or remove; a part of a name is close too.
#include "near.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace bpflens {
namespace {

constexpr size_t longest_name = 64;
constexpr size_t most_names = 3;

std::string lowered(std::string_view text) {
  std::string low(text.substr(0, longest_name));
  for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return low;
}

size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

struct Candidate {
  size_t edits;
  std::string_view name;
};

}  // namespace

std::string near_names(std::string_view typed, const std::vector<std::string_view>& known) {
  std::string wanted = lowered(typed);
  std::vector<Candidate> close;
  for (std::string_view name : known) {
    std::string low = lowered(name);
    size_t edits = edits_between(wanted, low);
    bool is_part = wanted.size() > 2 && low.find(wanted) != std::string::npos;
    if (is_part) edits = 1;
    if (edits <= std::max<size_t>(1, wanted.size() / 4)) close.push_back({edits, name});
  }
  std::sort(close.begin(), close.end(), [](const Candidate& a, const Candidate& b) {
    return a.edits != b.edits ? a.edits < b.edits : a.name < b.name;
  });
  std::string names;
  for (size_t i = 0; i < std::min(close.size(), most_names); ++i) {
    names += fmt::format("{}{}", i == 0 ? "did you mean " : " or ", close[i].name);
  }
  return names;
}

}  // namespace bpflens
