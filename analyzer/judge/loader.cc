// A loader that is built on another one prints that one's words as well: the outer one is meant.
#include "judge/loader.h"

#include <algorithm>
#include <string_view>

namespace bpflens {
namespace {

constexpr std::string_view common_loaders[] = {"libbpf", "bpftool"};

bool is_said_in(const std::vector<std::string>& lines, std::string_view text) {
  return std::ranges::any_of(
      lines, [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

bool is_told_by(const LoaderPage& page, const Capture& capture) {
  return std::ranges::any_of(page.tells, [&](std::string_view tell) {
    return is_said_in(capture.before, tell) || is_said_in(capture.behind, tell);
  });
}

WholeLog line_of(const LoaderPage& page, bool needs_room) {
  const std::string_view line =
      needs_room && !page.larger_log.empty() ? page.larger_log : page.whole_log;
  return {std::string(page.name), std::string(page.where), std::string(line)};
}

}  // namespace

const LoaderPage* loader_of(const Capture& capture, std::span<const LoaderPage> loaders) {
  const LoaderPage* found = nullptr;
  for (const LoaderPage& page : loaders) {
    if (!is_told_by(page, capture)) continue;
    if (!found || page.over == found->slug) found = &page;
  }
  return found;
}

std::vector<WholeLog> whole_log_of(const Capture& capture, const LoaderPage* loader,
                                   std::span<const LoaderPage> loaders) {
  std::vector<WholeLog> lines;
  if (loader && loader->tried.empty()) return lines;
  const bool is_full = capture.said.log_is_full;
  if (loader) {
    lines.push_back(line_of(*loader, is_full));
    // Where the lines that were shown did not fit either, both are needed.
    const WholeLog shown = line_of(*loader, false);
    if (is_full && capture.said.omitted_lines > 0 && shown.line != lines[0].line)
      lines.push_back(shown);
    return lines;
  }
  for (const std::string_view slug : common_loaders)
    for (const LoaderPage& page : loaders)
      if (page.slug == slug && !page.tried.empty()) lines.push_back(line_of(page, is_full));
  return lines;
}

std::vector<WholeLog> every_step_of(const LoaderPage* loader, std::span<const LoaderPage> loaders) {
  std::vector<WholeLog> lines;
  const auto add = [&](const LoaderPage& page) {
    if (!page.every_step.empty() && !page.tried.empty())
      lines.push_back(
          {std::string(page.name), std::string(page.where), std::string(page.every_step)});
  };
  if (loader) add(*loader);
  if (!lines.empty()) return lines;
  for (const std::string_view slug : common_loaders)
    for (const LoaderPage& page : loaders)
      if (page.slug == slug) add(page);
  return lines;
}

std::string in_words(const WholeLog& line) {
  return line.loader + ", in " + line.where + ": " + line.line;
}

}  // namespace bpflens
