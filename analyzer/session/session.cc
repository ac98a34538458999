// Reads, judges, and hands over: the only place that knows every stage.
#include "session/session.h"

#include <algorithm>
#include <optional>

#include "judge/explain.h"
#include "judge/match.h"
#include "read/log.h"
#include "read/register_state.h"
#include "rules/pages.h"
#include "rules/registry.h"

namespace bpflens {
namespace {

template <typename Page>
const Page* page_named(std::span<const Page> pages, std::string_view name) {
  const auto found = std::ranges::find_if(
      pages, [&](const Page& page) { return page.id == name || page.slug == name; });
  return found == pages.end() ? nullptr : &*found;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::vector<ProgramResult> explain(const Text& text, const FindSources& find_sources) {
  const Knowledge knowledge{message_pages(), pitfall_pages(), all_rules()};
  std::vector<ProgramResult> results;
  for (const Trace& trace : read_logs(text)) {
    results.push_back(explain_trace(trace, knowledge, {print_register, print_slot}, find_sources));
    results.back().input = text.name;
  }
  return results;
}

std::span<const MessagePage> message_pages() { return embedded_messages(); }

std::span<const PitfallPage> pitfall_pages() { return embedded_pitfalls(); }

const PitfallPage* find_pitfall(std::string_view id_or_slug) {
  return page_named(pitfall_pages(), id_or_slug);
}

const MessagePage* find_message_page(std::string_view id_or_slug) {
  return page_named(message_pages(), id_or_slug);
}

const MessagePage* match_message(std::string_view sentence) {
  const auto match = match_message(lines_of(sentence), message_pages());
  return match ? match->page : nullptr;
}

}  // namespace bpflens
