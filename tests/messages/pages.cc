// Which pages fit a sentence? Reads one sentence per line, "\n" in it for the end of a line, and
// prints for each the pages whose shape fits it best, as SLUG:SHAPE (counted from 0), sorted and
// with blanks between them: none, one, or several if no rule says which of them is meant.
#include "rules/pages.h"

#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "judge/match.h"

namespace bpflens {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  size_t at = 0;
  for (size_t end; (end = text.find("\\n", at)) != std::string::npos; at = end + 2)
    lines.push_back(text.substr(at, end - at));
  lines.push_back(text.substr(at));
  return lines;
}

// The first shape of each page.
std::map<std::string_view, size_t> best_pages(const std::string& sentence) {
  const std::vector<MatchedMessage> matches = all_matches(lines_of(sentence), embedded_messages());
  std::map<std::string_view, size_t> pages;
  for (const MatchedMessage& match : matches)
    if (equally_specific(matches.front(), match))
      pages.emplace(match.page->slug,
                    static_cast<size_t>(match.pattern - match.page->patterns.data()));
  return pages;
}

}  // namespace
}  // namespace bpflens

int main() {
  std::string sentence;
  while (std::getline(std::cin, sentence)) {
    std::string separator;
    for (const auto& [slug, shape] : bpflens::best_pages(sentence)) {
      std::cout << separator << slug << ':' << shape;
      separator = " ";
    }
    std::cout << '\n';
  }
}
