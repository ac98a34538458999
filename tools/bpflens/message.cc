// A message page as text. The words of a sentence may come unquoted, as several arguments.
#include "message.h"

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

std::string list_of_messages() {
  std::vector<ListedPage> pages;
  for (const MessagePage& page : message_pages()) pages.push_back({page.id, page.slug, page.title});
  for (const EnvironmentPage& page : environment_pages())
    pages.push_back({page.id, page.slug, page.title});
  return list_text(pages);
}

// "{found:pkt_end}" is a hole that one word fills: the word is what the kernel says.
std::string with_words(std::string_view shape) {
  std::string text;
  while (!shape.empty()) {
    size_t open = shape.find('{');
    size_t close = shape.find('}', open);
    text += shape.substr(0, open);
    if (close == std::string_view::npos) break;
    std::string_view hole = shape.substr(open, close - open + 1);
    size_t colon = hole.find(':');
    text +=
        colon == std::string_view::npos ? hole : hole.substr(colon + 1, hole.size() - colon - 2);
    shape.remove_prefix(close + 1);
  }
  return text;
}

// A message of two lines stays in its own column.
std::string shape_text(std::string_view shape) {
  std::string text = "  ";
  for (char c : with_words(shape)) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text + "\n";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

// Below its comment and its header; tools/embed has seen that it has six columns.
std::vector<ProofRow> rows_of(std::string_view table) {
  std::vector<ProofRow> rows;
  for (std::string_view line : split(table, '\n')) {
    std::vector<std::string_view> fields = split(line, '\t');
    fields.resize(6);  // an empty last one was not split off
    bool is_row = !line.starts_with('#') && fields[0] != "program";
    if (is_row) rows.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]});
  }
  return rows;
}

std::string shapes_text(const MessagePage& page) {
  if (page.patterns.empty()) return "";
  bool is_libbpf = page.kernels == "libbpf";
  std::string text =
      is_libbpf ? "\nlibbpf says:\n\n" : fmt::format("\nkernels {} say:\n\n", page.kernels);
  for (const MessagePattern& pattern : page.patterns) text += shape_text(pattern.shape);
  return text;
}

std::string related_text(const MessagePage& page) {
  std::string text;
  for (std::string_view id : split(page.pitfalls, ' ')) {
    const PitfallPage* pitfall = find_pitfall(id);
    if (pitfall != nullptr)
      text += fmt::format("  bpflens rule {}: {}\n", pitfall->id, pitfall->title);
  }
  return text.empty() ? "" : fmt::format("\noften because of:\n\n{}", text);
}

std::string page_text(const MessagePage& page) {
  std::string text = fmt::format("{} {}: {}\n", page.id, page.slug, page.title);
  text += shapes_text(page) + related_text(page) + fmt::format("\n{}", page.body);
  if (!text.ends_with('\n')) text += '\n';
  std::string said = proof_text(rows_of(page.proof));
  return said.empty() ? text : text + fmt::format("\nwhat kernels said:\n\n{}", said);
}

std::string checks_text(const EnvironmentPage& page) {
  std::string text;
  std::string_view above;
  for (const PageCheck& check : page.checks) {
    if (check.run != above) text += fmt::format("\n  {}\n", check.run);
    above = check.run;
    text += fmt::format("    {}: {}\n", check.shows, check.means);
    if (!check.remedy.empty()) text += fmt::format("    -> {}\n", check.remedy);
  }
  return text.empty() ? "" : "\nwhat decides:\n" + text;
}

std::string page_text(const EnvironmentPage& page) {
  std::string text = fmt::format("{} {}: {}\n", page.id, page.slug, page.title);
  std::string said;
  for (const MessagePattern& pattern : page.patterns) said += shape_text(pattern.shape);
  if (!said.empty()) text += fmt::format("\nloaders say:\n\n{}", said);
  text += fmt::format("\n{}", page.body);
  if (!text.ends_with('\n')) text += '\n';
  text += checks_text(page);
  if (!page.no_help.empty()) {
    text += "\nno help:\n\n";
    for (std::string_view line : split(page.no_help, '\n')) text += fmt::format("  {}\n", line);
  }
  if (!page.to_type.empty()) text += fmt::format("\n{}:\n\n{}", page.type_title, page.to_type);
  return text.ends_with('\n') ? text : text + '\n';
}

const MessagePage* page_of(const std::string& words) {
  const MessagePage* named = find_message_page(words);
  return named != nullptr ? named : match_message(words);
}

// Empty if there is no such page.
std::string text_for(const std::string& words) {
  if (const EnvironmentPage* page = find_environment_page(words)) return page_text(*page);
  const MessagePage* page = page_of(words);
  return page == nullptr ? "" : page_text(*page);
}

Error unknown_message(const std::string& words) {
  if (const PitfallPage* pitfall = find_pitfall(words)) {
    return {words, "is a pitfall, not a kernel message",
            fmt::format("say bpflens rule {}", pitfall->id)};
  }
  std::vector<std::string_view> known;
  for (const MessagePage& page : message_pages()) known.insert(known.end(), {page.id, page.slug});
  for (const EnvironmentPage& page : environment_pages())
    known.insert(known.end(), {page.id, page.slug});
  std::string near = near_names(words, known);
  return {words, "no page has this id or name, or is about this message",
          near.empty() ? "bpflens message lists all" : near + "? bpflens message lists all"};
}

}  // namespace

int run_message(const Options& options) {
  std::string words = fmt::format("{}", fmt::join(options.names, " "));
  std::string text = options.names.empty() ? list_of_messages() : text_for(words);
  if (text.empty()) return print_error(unknown_message(words)), 2;
  std::optional<Error> error = print_out(text);
  if (error) print_error(*error);
  return error ? 2 : 0;
}

}  // namespace bpflens
