// A page is chosen by its conditions, so each of them must be one that the program knows.
#include "tools/embed/outside.h"

#include <algorithm>
#include <array>
#include <utility>

#include "facts/error_name.h"
#include "facts/operation.h"
#include "tools/embed/fields.h"

namespace bpflens {
namespace {

constexpr auto environment_fields = std::to_array<std::string_view>({
    "id",
    "slug",
    "title",
    "mechanism",
    "layer",
    "patterns",
    "operation",
    "errno",
    "log",
    "calls",
    "says",
    "check",
    "no_help",
    "type_title",
    "type_reason",
    "to_type",
});
constexpr auto check_fields = std::to_array<std::string_view>({"run", "shows", "means", "do"});
constexpr auto calls_fields = std::to_array<std::string_view>({"slug", "is_trace", "calls"});
constexpr std::array<std::pair<std::string_view, LogShows>, 5> log_words{{
    {"any", LogShows::Any},
    {"nothing", LogShows::Nothing},
    {"not begun", LogShows::NotBegun},
    {"no sentence", LogShows::NoSentence},
    {"accepted", LogShows::Accepted},
}};

// Known of nearly every failure; the page's title is said of the others.
constexpr std::string_view always_known = "error";

std::vector<int> errors_of(const Yaml& front) {
  std::vector<int> errors;
  const Yaml& list = front["errno"];
  if (list && !list.is_list()) throw Complaint(list.line, "errno is written like [EINVAL]");
  for (const Yaml& name : list.items) {
    const ErrorName* error = error_named(name.text());
    if (!error) throw Complaint(name.line, "unknown error '" + name.text() + "'");
    errors.push_back(error->number);
  }
  return errors;
}

std::vector<std::string> operations_of(const Yaml& front) {
  std::vector<std::string> names;
  const Yaml& list = front["operation"];
  if (list && !list.is_list())
    throw Complaint(list.line, "operation is written like [BPF_MAP_CREATE]");
  for (const Yaml& name : list.items) {
    names.push_back(name.text());
    if (!operation_named(names.back()))
      throw Complaint(name.line, "unknown operation '" + names.back() + "'");
  }
  return names;
}

LogShows log_of(const Yaml& front) {
  if (!front["log"]) return LogShows::Any;
  const std::string word = text_of(front, "log");
  for (const auto& [name, shows] : log_words)
    if (name == word) return shows;
  throw Complaint(front["log"].line, "unknown log '" + word + "'");
}

// Alternatives. The last one is for every text, and so it may use the error only.
std::string said_outside(const Yaml& front) {
  const Yaml& node = front["says"];
  if (!node || !node.is_list() || node.items.empty())
    throw Complaint(node ? node.line : front.line, "field 'says' is no list");
  std::string says;
  for (size_t i = 0; i < node.items.size(); i++) {
    const std::string& sentence = node.items[i].text();
    const auto holes = holes_of(sentence, ShapeOf::Said);
    if (!holes) throw Complaint(node.items[i].line, holes.error().why);
    for (const std::string& hole : holes.value())
      if (i + 1 == node.items.size() && hole != always_known)
        throw Complaint(
            node.items[i].line,
            "{" + hole + "} is not always filled; add a last sentence" + " that does without");
    says += (i ? "\n" : "") + sentence;
  }
  return says;
}

std::vector<CheckSource> checks_of(const Yaml& front) {
  std::vector<CheckSource> checks;
  const Yaml& list = front["check"];
  if (list && !list.is_list()) throw Complaint(list.line, "field 'check' is no list");
  for (const Yaml& node : list.items) {
    reject_unknown_fields(node, check_fields);
    checks.push_back({text_of(node, "run"), text_of(node, "shows"), text_of(node, "means"),
                      text_or_nothing(node, "do")});
    for (const std::string& text : {checks.back().run, checks.back().remedy})
      if (const auto holes = holes_of(text, ShapeOf::Said); !holes)
        throw Complaint(node.line, holes.error().why);
  }
  return checks;
}

std::string lines_of(const Yaml& front, const std::string& field) {
  std::string lines;
  const Yaml& list = front[field];
  if (list && !list.is_list()) throw Complaint(list.line, "field '" + field + "' is no list");
  for (const Yaml& line : list.items) lines += (lines.empty() ? "" : "\n") + line.scalar;
  return lines;
}

void check_conditions(const EnvironmentSource& page, const Yaml& front) {
  const bool has_any = !page.patterns.empty() || !page.operations.empty() || !page.errors.empty();
  if (!has_any) throw Complaint(front.line, "neither patterns nor operation nor errno");
  if (!page.calls.empty() && page.log == LogShows::Nothing)
    throw Complaint(front["calls"].line, "a log that is not there shows no calls");
}

EnvironmentSource environment_of(std::string_view text, const std::string& slug) {
  SplitPage page = split_page(text);
  const Yaml front = fields_of(page.front);
  reject_unknown_fields(front, environment_fields);
  EnvironmentSource out;
  out.id = id_of(front, "BD");
  out.slug = slug_of(front, slug);
  out.title = text_of(front, "title");
  out.patterns = shapes_of(front["patterns"], ShapeOf::Line);
  out.operations = operations_of(front);
  out.errors = errors_of(front);
  // Of an error that no page knows nobody knows the mechanism either.
  if (!out.errors.empty() || !out.patterns.empty() || front["mechanism"]) {
    out.mechanism = word_of(front, "mechanism", mechanisms());
    out.layer = word_of(front, "layer", layers());
  }
  out.log = log_of(front);
  out.calls = text_or_nothing(front, "calls");
  check_conditions(out, front);
  out.says = said_outside(front);
  out.checks = checks_of(front);
  out.no_help = lines_of(front, "no_help");
  out.to_type = text_or_nothing(front, "to_type");
  if (!out.to_type.empty()) {
    out.type_title = text_of(front, "type_title");
    out.type_reason = text_of(front, "type_reason");
  }
  out.body = std::move(page.body);
  out.causes = causes_of(out.body);
  check_body(out.body);
  return out;
}

CallSource call_of(const Yaml& operation, const Yaml& shape) {
  CallSource call;
  const std::string& name = operation.text();
  if (name != "any" && !operation_named(name))
    throw Complaint(operation.line, "unknown operation '" + name + "'");
  if (name != "any") call.operation = name;
  Result<CompiledShape> compiled = compile_shape(shape.text(), ShapeOf::Line);
  if (!compiled) throw Complaint(shape.line, compiled.error().why + "; " + compiled.error().remedy);
  call.shape = std::move(compiled.value());
  if (call.operation.empty() != call.shape.fills.contains("operation"))
    throw Complaint(shape.line, "either 'any' and a hole {operation}, or neither");
  return call;
}

CallsSource calls_of(std::string_view text, const std::string& slug) {
  const SplitPage page = split_page(text);
  const Yaml front = fields_of(page.front);
  reject_unknown_fields(front, calls_fields);
  CallsSource out;
  out.program = slug_of(front, slug);
  if (front["is_trace"]) out.is_trace = is_true(front["is_trace"]);
  const Yaml& list = front["calls"];
  if (!list || !list.is_list()) throw Complaint(front.line, "field 'calls' is no list");
  for (const Yaml& line : list.items) {
    if (!line.is_map() || line.items.size() != 1)
      throw Complaint(line.line, "a line is written like - BPF_MAP_CREATE: \"words with holes\"");
    out.calls.push_back(call_of(line.keys[0], line.items[0]));
  }
  check_body(page.body);
  return out;
}

// Both are empty, or something is in both.
template <typename T>
bool may_share(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.empty() || b.empty()) return a.empty() && b.empty();
  return std::ranges::any_of(a, [&](const T& one) { return std::ranges::find(b, one) != b.end(); });
}

std::vector<std::string> words_of(const EnvironmentSource& page) {
  std::vector<std::string> shapes;
  for (const CompiledShape& pattern : page.patterns) shapes.push_back(pattern.shape);
  return shapes;
}

// The same kinds of conditions, and as many failures let through: then neither is the more specific
// one (`says_more` in analyzer/judge/environment.cc).
bool fit_alike(const EnvironmentSource& a, const EnvironmentSource& b) {
  return a.log == b.log && a.calls == b.calls && may_share(words_of(a), words_of(b)) &&
         may_share(a.operations, b.operations) && may_share(a.errors, b.errors) &&
         a.operations.size() + a.errors.size() == b.operations.size() + b.errors.size();
}

}  // namespace

Result<EnvironmentSource> read_environment_page(std::string_view text, const std::string& name,
                                                const std::string& slug) {
  return read_page(environment_of, text, name, slug);
}

Result<CallsSource> read_calls_page(std::string_view text, const std::string& name,
                                    const std::string& slug) {
  return read_page(calls_of, text, name, slug);
}

std::string clash_of_environment(const std::vector<EnvironmentSource>& pages) {
  for (const EnvironmentSource& page : pages)
    for (const EnvironmentSource& other : pages)
      if (page.id < other.id && fit_alike(page, other))
        return page.slug + " and " + other.slug + " fit the same failures equally well";
  return "";
}

}  // namespace bpflens
