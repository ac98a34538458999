// Every field is checked against what the program can do with it; nothing unknown is let through.
#include "tools/embed/front_matter.h"

#include <algorithm>
#include <array>
#include <regex>
#include <utility>

#include "tools/embed/fields.h"

namespace bpflens {
namespace {

constexpr auto message_fields = std::to_array<std::string_view>({
    "id",
    "slug",
    "title",
    "obligation",
    "mechanism",
    "layer",
    "kernels",
    "pitfalls",
    "says",
    "at_insn",
    "patterns",
    "selected_by",
    "since",
});
constexpr auto loader_fields = std::to_array<std::string_view>({
    "slug",
    "name",
    "tells",
    "over",
    "whole_log",
    "larger_log",
    "every_step",
    "where",
    "tried",
});
constexpr auto loader_places =
    std::to_array<std::string_view>({"C", "shell", "Go", "Rust", "Python"});
constexpr auto pitfall_fields =
    std::to_array<std::string_view>({"id", "slug", "title", "rewrite_title", "rewrite_reason"});

SelectedBy selected_by_of(const Yaml& front) {
  const Yaml& word = front["selected_by"];
  if (!word) return SelectedBy::Sentence;
  if (front["patterns"])
    throw Complaint(word.line, "a page with patterns is selected by these alone");
  if (word.scalar == "unknown_sentence") return SelectedBy::UnknownSentence;
  if (word.scalar == "no_sentence") return SelectedBy::NoSentence;
  throw Complaint(word.line, "selected_by is unknown_sentence or no_sentence");
}

std::vector<CompiledShape> patterns_of(const Yaml& front, SelectedBy selected_by) {
  if (selected_by != SelectedBy::Sentence) return {};
  if (!front["patterns"]) throw Complaint(front.line, "field 'patterns' is missing or empty");
  return shapes_of(front["patterns"], ShapeOf::Sentence);
}

bool every_pattern_fills(const std::vector<CompiledShape>& patterns, const std::string& hole) {
  return std::ranges::all_of(
      patterns, [&](const CompiledShape& pattern) { return pattern.fills.contains(hole); });
}

bool some_pattern_fills(const std::vector<CompiledShape>& patterns, const std::string& hole) {
  return std::ranges::any_of(
      patterns, [&](const CompiledShape& pattern) { return pattern.fills.contains(hole); });
}

// Who asks the table for a helper must have its number from one of the patterns.
Since since_of(const Yaml& front, const std::vector<CompiledShape>& patterns) {
  const Yaml& word = front["since"];
  if (!word) return Since::Nothing;
  if (!some_pattern_fills(patterns, "helper"))
    throw Complaint(word.line, "no pattern fills {helper}");
  if (word.scalar == "helper") return Since::Helper;
  if (word.scalar == "helper for type") return Since::HelperForType;
  throw Complaint(word.line, "since is 'helper' or 'helper for type'");
}

// These the rejected instruction can supply where the sentence does not.
bool insn_may_fill(const std::string& hole) {
  return hole == "register" || hole == "offset" || hole == "size";
}

// The table has a name for a helper's number.
bool table_may_fill(const std::string& hole, const std::vector<CompiledShape>& patterns) {
  return hole == "name" && some_pattern_fills(patterns, "helper");
}

void check_sentence(const Yaml& node, bool is_last, const std::vector<CompiledShape>& patterns) {
  const Result<std::vector<std::string>> holes = holes_of(node.text());
  if (!holes) throw Complaint(node.line, holes.error().why);
  for (const std::string& hole : holes.value()) {
    if (hole == "insn")
      throw Complaint(node.line, "{insn} is shown as the place already; leave it out");
    if (hole == "helper")
      throw Complaint(node.line, "{helper} is a number that says nothing to people");
    if (is_last && !every_pattern_fills(patterns, hole))
      throw Complaint(node.line, "not every pattern fills {" + hole + "}; add a last sentence" +
                                     " that does without");
    if (!some_pattern_fills(patterns, hole) && !insn_may_fill(hole) &&
        !table_may_fill(hole, patterns))
      throw Complaint(node.line, "no pattern fills {" + hole + "}");
  }
}

std::string says_of(const Yaml& front, const std::vector<CompiledShape>& patterns) {
  const Yaml& node = front["says"];
  if (!node || (node.is_list() && node.items.empty()))
    throw Complaint(front.line, "field 'says' is missing or empty");
  if (!node.is_list()) {
    check_sentence(node, true, patterns);
    return text_of(front, "says");
  }
  std::string says;
  for (size_t i = 0; i < node.items.size(); i++) {
    check_sentence(node.items[i], i + 1 == node.items.size(), patterns);
    says += (i ? "\n" : "") + node.items[i].text();
  }
  return says;
}

// "4.14 to 7.3", as tools/message-coverage writes it; "libbpf" if no kernel says so.
std::string kernels_of(const Yaml& front) {
  std::string range = text_of(front, "kernels");
  static const std::regex shape(R"([4-9]\.[0-9]{1,2} to [4-9]\.[0-9]{1,2}|libbpf)");
  if (!std::regex_match(range, shape))
    throw Complaint(front["kernels"].line, "kernels are written like 5.8 to 7.3");
  return range;
}

std::vector<std::string> pitfalls_of(const Yaml& front) {
  std::vector<std::string> ids;
  const Yaml& list = front["pitfalls"];
  if (list && !list.is_list()) throw Complaint(list.line, "pitfalls are written like [BL001]");
  for (const Yaml& id : list.items) {
    ids.push_back(id.text());
    if (!is_id(ids.back(), "BL")) throw Complaint(id.line, "'" + ids.back() + "' is not BLNNN");
  }
  return ids;
}

MessageSource message_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const Yaml front = fields_of(page.front);
  reject_unknown_fields(front, message_fields);
  MessageSource out;
  out.id = id_of(front, "BE");
  out.slug = slug_of(front, slug);
  out.title = text_of(front, "title");
  out.selected_by = selected_by_of(front);
  out.patterns = patterns_of(front, out.selected_by);
  const auto kind = obligation_kind(text_of(front, "obligation"));
  if (!kind) throw Complaint(front["obligation"].line, "unknown obligation");
  out.obligation = *kind;
  // Of an unknown sentence, or of none, nobody knows the mechanism either.
  if (!out.patterns.empty() || front["mechanism"]) {
    out.mechanism = word_of(front, "mechanism", mechanisms());
    out.layer = word_of(front, "layer", layers());
    out.kernels = kernels_of(front);
  }
  if (front["at_insn"]) out.at_insn = is_true(front["at_insn"]);
  out.since = since_of(front, out.patterns);
  out.pitfalls = pitfalls_of(front);
  out.says = says_of(front, out.patterns);
  out.body = std::move(page.body);
  out.causes = causes_of(out.body);
  check_body(out.body);
  return out;
}

PitfallSource pitfall_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const Yaml front = fields_of(page.front);
  reject_unknown_fields(front, pitfall_fields);
  return {id_of(front, "BL"),
          slug_of(front, slug),
          text_of(front, "title"),
          text_of(front, "rewrite_title"),
          text_of(front, "rewrite_reason"),
          std::move(page.body)};
}

// Too short a tell would be found in anybody's words.
std::vector<std::string> tells_of(const Yaml& front) {
  constexpr size_t least_bytes = 8;
  const Yaml& list = front["tells"];
  if (!list || !list.is_list() || list.items.empty())
    throw Complaint(list ? list.line : front.line, "field 'tells' is missing or empty");
  std::vector<std::string> tells;
  for (const Yaml& tell : list.items) {
    tells.push_back(tell.text());
    if (tells.back().size() < least_bytes)
      throw Complaint(tell.line, "a text of less than 8 bytes tells nothing");
  }
  return tells;
}

LoaderSource loader_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const Yaml front = fields_of(page.front);
  reject_unknown_fields(front, loader_fields);
  LoaderSource out;
  out.slug = slug_of(front, slug);
  out.name = text_of(front, "name");
  out.tells = tells_of(front);
  out.over = text_or_nothing(front, "over");
  out.whole_log = text_of(front, "whole_log");
  out.larger_log = text_or_nothing(front, "larger_log");
  out.every_step = text_or_nothing(front, "every_step");
  out.where = word_of(front, "where", loader_places);
  if (!front["tried"]) throw Complaint(front.line, "field 'tried' is missing; it may be empty");
  out.tried = front["tried"].scalar;
  out.body = std::move(page.body);
  check_body(out.body);
  return out;
}

}  // namespace

Result<MessageSource> read_message_page(std::string_view text, const std::string& name,
                                        const std::string& slug) {
  return read_page(message_of, text, name, slug);
}

Result<PitfallSource> read_pitfall_page(std::string_view text, const std::string& name,
                                        const std::string& slug) {
  return read_page(pitfall_of, text, name, slug);
}

Result<LoaderSource> read_loader_page(std::string_view text, const std::string& name,
                                      const std::string& slug) {
  return read_page(loader_of, text, name, slug);
}

}  // namespace bpflens
