// Every field is checked against what the program can do with it; nothing unknown is let through.
#include "tools/embed/front_matter.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "facts/error_name.h"

namespace bpflens {
namespace {

constexpr std::array mechanisms{
    "PKT_BOUNDS",      "PKT_VAR_OFFSET",
    "PKT_INVALIDATED", "NULL_CHECK",
    "MEM_BOUNDS",      "HELPER_SIZE",
    "STACK_UNINIT",    "STACK_BOUNDS",
    "STACK_LIMIT",     "REG_UNINIT",
    "PTR_PROVENANCE",  "SCALAR_DEREF",
    "CTX_ACCESS",      "ARG_TYPE",
    "HELPER_AVAIL",    "REF_LIFETIME",
    "LOCK_RCU_IRQ",    "LOOP",
    "COMPLEXITY",      "ALIGNMENT",
    "RETVAL",          "PROG_STRUCTURE",
    "CORE_LAYOUT",     "MAP_BTF",
    "ATTACH_TYPE",     "LOADER",
    "USERSPACE",       "KERNEL_BUG",
    "ENV_PERM",        "ENV_MEM",
    "ENV_LOCKDOWN",    "ENV_KCONFIG",
    "ENV_KVERSION",    "ENV_KERNEL_FEATURE",
    "ENV_JIT",         "ENV_BTF_MISSING",
    "ENV_BTF_FUNC",    "ENV_CGROUP",
    "ENV_BPFFS",       "ENV_PIN",
    "ENV_XDP_ATTACH",  "ENV_TOOLCHAIN",
};
constexpr std::array layers{
    "source_bug",  "lowering_artifact", "verifier_limit", "verifier_limitation",
    "environment", "userspace",         "loader",         "kernel",
};
constexpr std::array message_fields{
    "id",      "slug",     "title", "obligation", "mechanism", "layer",
    "kernels", "pitfalls", "says",  "at_insn",    "patterns",  "selected_by",
};
constexpr std::array loader_fields{
    "slug", "name", "tells", "over", "whole_log", "larger_log", "every_step", "where", "tried",
};
constexpr std::array environment_fields{
    "id",  "slug",  "title", "mechanism",  "layer",       "errno",
    "log", "calls", "says",  "type_title", "type_reason", "to_type",
};
constexpr std::array<std::pair<std::string_view, LogShows>, 4> log_words{{
    {"nothing", LogShows::Nothing},
    {"not begun", LogShows::NotBegun},
    {"no sentence", LogShows::NoSentence},
    {"accepted", LogShows::Accepted},
}};
// More wordings than these are more than one family.
constexpr size_t most_patterns = 12;
constexpr std::array loader_places{"C", "shell", "Go", "Rust", "Python"};
constexpr std::array pitfall_fields{"id", "slug", "title", "rewrite_title", "rewrite_reason"};

// What is wrong, and on which line of the page; thrown and caught in this file only, because
// yaml-cpp throws as well.
struct Complaint : std::runtime_error {
  Complaint(const YAML::Mark& mark, const std::string& why)
      // The first line of the file is the "---" above the YAML.
      : std::runtime_error(why), line(mark.is_null() ? 1 : mark.line + 2) {}
  int line;
};

struct SplitPage {
  std::string front, body;
};

SplitPage split_page(std::string_view text) {
  constexpr std::string_view opening = "---\n", closing = "\n---\n";
  const size_t end = text.find(closing);
  if (!text.starts_with(opening) || end == std::string_view::npos)
    throw Complaint(YAML::Mark::null_mark(), "no front matter between two lines '---'");
  return {std::string(text.substr(opening.size(), end + 1 - opening.size())),
          std::string(text.substr(end + closing.size()))};
}

template <typename Names>
void reject_unknown_fields(const YAML::Node& front, const Names& known) {
  if (!front.IsMap()) throw Complaint(front.Mark(), "the front matter is not a list of fields");
  for (const auto& field : front) {
    const auto name = field.first.as<std::string>();
    if (std::ranges::find(known, name) == known.end())
      throw Complaint(field.first.Mark(), "unknown field '" + name + "'");
  }
}

std::string text_of(const YAML::Node& front, const std::string& field) {
  const YAML::Node node = front[field];
  if (!node || !node.IsScalar() || node.Scalar().empty())
    throw Complaint(node ? node.Mark() : front.Mark(), "field '" + field + "' is missing or empty");
  return node.Scalar();
}

template <typename Names>
std::string word_of(const YAML::Node& front, const std::string& field, const Names& known) {
  const std::string word = text_of(front, field);
  if (std::ranges::find(known, word) == known.end())
    throw Complaint(front[field].Mark(), "unknown " + field + " '" + word + "'");
  return word;
}

bool is_id(const std::string& id, std::string_view prefix) {
  return id.size() == 5 && id.starts_with(prefix) &&
         std::ranges::all_of(id.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

std::string id_of(const YAML::Node& front, std::string_view prefix) {
  const std::string id = text_of(front, "id");
  if (!is_id(id, prefix))
    throw Complaint(front["id"].Mark(), "id '" + id + "' is not " + std::string(prefix) + "NNN");
  return id;
}

std::string slug_of(const YAML::Node& front, const std::string& expected) {
  const std::string slug = text_of(front, "slug");
  if (slug != expected)
    throw Complaint(front["slug"].Mark(),
                    "slug '" + slug + "' differs from the file's name '" + expected + "'");
  return slug;
}

SelectedBy selected_by_of(const YAML::Node& front) {
  const YAML::Node word = front["selected_by"];
  if (!word) return SelectedBy::Sentence;
  if (front["patterns"])
    throw Complaint(word.Mark(), "a page with patterns is selected by these alone");
  if (word.Scalar() == "unknown_sentence") return SelectedBy::UnknownSentence;
  if (word.Scalar() == "no_sentence") return SelectedBy::NoSentence;
  throw Complaint(word.Mark(), "selected_by is unknown_sentence or no_sentence");
}

std::vector<CompiledShape> patterns_of(const YAML::Node& front, SelectedBy selected_by) {
  if (selected_by != SelectedBy::Sentence) return {};
  const YAML::Node list = front["patterns"];
  if (!list || !list.IsSequence() || list.size() == 0)
    throw Complaint(list ? list.Mark() : front.Mark(), "field 'patterns' is missing or empty");
  if (list.size() > most_patterns)
    throw Complaint(list.Mark(), "more than 12 patterns: make two pages of them");
  std::vector<CompiledShape> patterns;
  for (const YAML::Node& shape : list) {
    Result<CompiledShape> compiled = compile_shape(shape.as<std::string>());
    if (!compiled)
      throw Complaint(shape.Mark(), compiled.error().why + "; " + compiled.error().remedy);
    patterns.push_back(std::move(compiled.value()));
  }
  return patterns;
}

bool every_pattern_fills(const std::vector<CompiledShape>& patterns, const std::string& hole) {
  return std::ranges::all_of(
      patterns, [&](const CompiledShape& pattern) { return pattern.fills.contains(hole); });
}

bool some_pattern_fills(const std::vector<CompiledShape>& patterns, const std::string& hole) {
  return std::ranges::any_of(
      patterns, [&](const CompiledShape& pattern) { return pattern.fills.contains(hole); });
}

// These the rejected instruction can supply where the sentence does not.
bool insn_may_fill(const std::string& hole) {
  return hole == "register" || hole == "offset" || hole == "size";
}

void check_sentence(const YAML::Node& node, bool is_last,
                    const std::vector<CompiledShape>& patterns) {
  const Result<std::vector<std::string>> holes = holes_of(node.as<std::string>());
  if (!holes) throw Complaint(node.Mark(), holes.error().why);
  for (const std::string& hole : holes.value()) {
    if (hole == "insn")
      throw Complaint(node.Mark(), "{insn} is shown as the place already; leave it out");
    if (is_last && !every_pattern_fills(patterns, hole))
      throw Complaint(node.Mark(), "not every pattern fills {" + hole + "}; add a last sentence" +
                                       " that does without");
    if (!some_pattern_fills(patterns, hole) && !insn_may_fill(hole))
      throw Complaint(node.Mark(), "no pattern fills {" + hole + "}");
  }
}

std::string says_of(const YAML::Node& front, const std::vector<CompiledShape>& patterns) {
  const YAML::Node node = front["says"];
  if (!node || (node.IsSequence() && node.size() == 0))
    throw Complaint(front.Mark(), "field 'says' is missing or empty");
  if (!node.IsSequence()) {
    check_sentence(node, true, patterns);
    return text_of(front, "says");
  }
  std::string says;
  for (size_t i = 0; i < node.size(); i++) {
    check_sentence(node[i], i + 1 == node.size(), patterns);
    says += (i ? "\n" : "") + node[i].as<std::string>();
  }
  return says;
}

// "4.14 to 7.3", as tools/message-coverage writes it; "libbpf" if no kernel says so.
std::string kernels_of(const YAML::Node& front) {
  std::string range = text_of(front, "kernels");
  static const std::regex shape(R"([4-9]\.[0-9]{1,2} to [4-9]\.[0-9]{1,2}|libbpf)");
  if (!std::regex_match(range, shape))
    throw Complaint(front["kernels"].Mark(), "kernels are written like 5.8 to 7.3");
  return range;
}

std::vector<std::string> pitfalls_of(const YAML::Node& front) {
  std::vector<std::string> ids;
  const YAML::Node list = front["pitfalls"];
  if (list && !list.IsSequence()) throw Complaint(list.Mark(), "pitfalls are written like [BL001]");
  for (const YAML::Node& id : list) {
    ids.push_back(id.as<std::string>());
    if (!is_id(ids.back(), "BL")) throw Complaint(id.Mark(), "'" + ids.back() + "' is not BLNNN");
  }
  return ids;
}

std::string causes_of(const std::string& body) {
  std::istringstream lines(body);
  std::string causes;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) inside = line == "## What to type";
    if (inside && line.starts_with("### ")) causes += (causes.empty() ? "" : "\n") + line.substr(4);
  }
  return causes;
}

MessageSource message_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const YAML::Node front = YAML::Load(page.front);
  reject_unknown_fields(front, message_fields);
  MessageSource out;
  out.id = id_of(front, "BE");
  out.slug = slug_of(front, slug);
  out.title = text_of(front, "title");
  out.selected_by = selected_by_of(front);
  out.patterns = patterns_of(front, out.selected_by);
  const auto kind = obligation_kind(text_of(front, "obligation"));
  if (!kind) throw Complaint(front["obligation"].Mark(), "unknown obligation");
  out.obligation = *kind;
  // Of an unknown sentence, or of none, nobody knows the mechanism either.
  if (!out.patterns.empty() || front["mechanism"]) {
    out.mechanism = word_of(front, "mechanism", mechanisms);
    out.layer = word_of(front, "layer", layers);
    out.kernels = kernels_of(front);
  }
  if (front["at_insn"]) out.at_insn = front["at_insn"].as<bool>();
  out.pitfalls = pitfalls_of(front);
  out.says = says_of(front, out.patterns);
  out.body = std::move(page.body);
  out.causes = causes_of(out.body);
  if (out.body.size() < 80) throw Complaint(YAML::Mark::null_mark(), "the page explains nothing");
  return out;
}

PitfallSource pitfall_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const YAML::Node front = YAML::Load(page.front);
  reject_unknown_fields(front, pitfall_fields);
  return {id_of(front, "BL"),
          slug_of(front, slug),
          text_of(front, "title"),
          text_of(front, "rewrite_title"),
          text_of(front, "rewrite_reason"),
          std::move(page.body)};
}

std::string text_or_nothing(const YAML::Node& front, const std::string& field) {
  return front[field] ? text_of(front, field) : "";
}

// Too short a tell would be found in anybody's words.
std::vector<std::string> tells_of(const YAML::Node& front) {
  constexpr size_t least_bytes = 8;
  const YAML::Node list = front["tells"];
  if (!list || !list.IsSequence() || list.size() == 0)
    throw Complaint(list ? list.Mark() : front.Mark(), "field 'tells' is missing or empty");
  std::vector<std::string> tells;
  for (const YAML::Node& tell : list) {
    tells.push_back(tell.as<std::string>());
    if (tells.back().size() < least_bytes)
      throw Complaint(tell.Mark(), "a text of less than 8 bytes tells nothing");
  }
  return tells;
}

LoaderSource loader_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const YAML::Node front = YAML::Load(page.front);
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
  if (!front["tried"]) throw Complaint(front.Mark(), "field 'tried' is missing; it may be empty");
  out.tried = front["tried"].Scalar();
  out.body = std::move(page.body);
  if (out.body.size() < 80) throw Complaint(YAML::Mark::null_mark(), "the page explains nothing");
  return out;
}

std::vector<int> errors_of(const YAML::Node& front) {
  std::vector<int> errors;
  const YAML::Node list = front["errno"];
  if (list && !list.IsSequence()) throw Complaint(list.Mark(), "errno is written like [EINVAL]");
  for (const YAML::Node& name : list) {
    const ErrorName* error = error_named(name.as<std::string>());
    if (!error) throw Complaint(name.Mark(), "unknown error '" + name.as<std::string>() + "'");
    errors.push_back(error->number);
  }
  return errors;
}

LogShows log_of(const YAML::Node& front) {
  const std::string word = text_of(front, "log");
  for (const auto& [name, shows] : log_words)
    if (name == word) return shows;
  throw Complaint(front["log"].Mark(), "unknown log '" + word + "'");
}

// Alternatives; the loader's error is always known, and so the last one may not use more.
std::string said_outside(const YAML::Node& front) {
  const YAML::Node node = front["says"];
  if (!node || !node.IsSequence() || node.size() == 0)
    throw Complaint(node ? node.Mark() : front.Mark(), "field 'says' is no list");
  std::string says;
  for (size_t i = 0; i < node.size(); i++) {
    const auto sentence = node[i].as<std::string>();
    const std::string known = i + 1 == node.size() ? "error" : "error|call|map";
    const std::string rest = std::regex_replace(sentence, std::regex("\\{(" + known + ")\\}"), "");
    if (rest.find_first_of("{}") != std::string::npos)
      throw Complaint(node[i].Mark(), "unknown hole, or one that is not always filled");
    says += (i ? "\n" : "") + sentence;
  }
  return says;
}

EnvironmentSource environment_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const YAML::Node front = YAML::Load(page.front);
  reject_unknown_fields(front, environment_fields);
  EnvironmentSource out;
  out.id = id_of(front, "BD");
  out.slug = slug_of(front, slug);
  out.title = text_of(front, "title");
  out.errors = errors_of(front);
  // Of an error that no page knows nobody knows the mechanism either.
  if (!out.errors.empty() || front["mechanism"]) {
    out.mechanism = word_of(front, "mechanism", mechanisms);
    out.layer = word_of(front, "layer", layers);
  }
  out.log = log_of(front);
  out.calls = text_or_nothing(front, "calls");
  out.says = said_outside(front);
  out.to_type = text_or_nothing(front, "to_type");
  if (!out.to_type.empty()) {
    out.type_title = text_of(front, "type_title");
    out.type_reason = text_of(front, "type_reason");
  }
  out.body = std::move(page.body);
  out.causes = causes_of(out.body);
  if (out.body.size() < 80) throw Complaint(YAML::Mark::null_mark(), "the page explains nothing");
  return out;
}

template <typename Read>
auto read_page(Read read, std::string_view text, const std::string& name, const std::string& slug)
    -> Result<decltype(read(text, slug))> {
  try {
    return read(text, slug);
  } catch (const Complaint& complaint) {
    return Error{name + ":" + std::to_string(complaint.line), complaint.what(), ""};
  } catch (const YAML::Exception& fault) {
    return Error{name + ":" + std::to_string(fault.mark.line + 2), fault.msg, ""};
  }
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

Result<EnvironmentSource> read_environment_page(std::string_view text, const std::string& name,
                                                const std::string& slug) {
  return read_page(environment_of, text, name, slug);
}

}  // namespace bpflens
