// A pitfall's page as text: what is wrong, the program that shows it, what to type instead, and
// what real kernels said of both.
#include "rule.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "list.h"
#include "near.h"
#include "output.h"
#include "proof_text.h"
#include "session/session.h"

namespace bpflens {
namespace {

std::string list_of_pitfalls() {
  std::vector<ListedPage> pages;
  for (const PitfallPage& page : pitfall_pages()) pages.push_back({page.id, page.slug, page.title});
  return list_text(pages);
}

std::string part(std::string_view title, std::string_view text) {
  if (text.empty()) return "";
  std::string_view end = text.ends_with('\n') ? "" : "\n";
  return fmt::format("\n{}:\n\n{}{}", title, text, end);
}

std::string rewrite_text(const PitfallPage& page) {
  if (page.rewrite_text.empty()) return "";
  return fmt::format("{}\n{}\n\n{}", page.rewrite_title, page.rewrite_reason, page.rewrite_text);
}

std::string page_text(const PitfallPage& page) {
  return fmt::format("{} {}: {}\n\n{}", page.id, page.slug, page.title, page.body) +
         part("what to type", rewrite_text(page)) + part("the bad program", page.bad) +
         part("the good program", page.good) + part("what kernels said", proof_text(page.proof));
}

Error unknown_pitfall(const std::string& name) {
  if (const MessagePage* message = find_message_page(name)) {
    return {name, "is a kernel message, not a pitfall",
            fmt::format("say bpflens message {}", message->id)};
  }
  std::vector<std::string_view> known;
  for (const PitfallPage& page : pitfall_pages()) known.insert(known.end(), {page.id, page.slug});
  std::string near = near_names(name, known);
  return {name, "no pitfall has this id or name",
          near.empty() ? "bpflens rule lists all" : near + "? bpflens rule lists all"};
}

}  // namespace

int run_rule(const Options& options) {
  std::string text = options.names.empty() ? list_of_pitfalls() : "";
  int exit_code = 0;
  for (const std::string& name : options.names) {
    const PitfallPage* page = find_pitfall(name);
    if (page == nullptr) {
      print_error(unknown_pitfall(name));
      exit_code = 2;
      continue;
    }
    text += (text.empty() ? "" : "\n") + page_text(*page);
  }
  std::optional<Error> error = print_out(text);
  if (error) print_error(*error);
  return error ? 2 : exit_code;
}

}  // namespace bpflens
