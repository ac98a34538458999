// The call that failed and its error are the loader's words; what the log shows decides what they
// can mean.
#include "judge/environment.h"

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>

#include "facts/error_name.h"
#include "facts/lines.h"
#include "facts/replay.h"
#include "judge/failed_call.h"
#include "judge/match.h"
#include "judge/path.h"
#include "judge/says.h"

namespace bpflens {
namespace {

constexpr RegisterNumber map_argument = 2;  // of a tail call
constexpr std::string_view load = "BPF_PROG_LOAD";
constexpr std::string_view hole_names[] = {"name", "map", "path", "device", "value"};

bool has_sentence(const Trace& trace) {
  return std::ranges::any_of(trace.units,
                             [](const Unit& unit) { return unit.rejection.has_value(); });
}

bool is_shown(const Trace& trace, LogShows wanted) {
  const std::optional<uint64_t>& processed = trace.stats.processed;
  if (has_sentence(trace)) return false;
  switch (wanted) {
    case LogShows::Any:
      return true;
    case LogShows::Nothing:
      return trace.capture.lines == 0;
    case LogShows::NotBegun:
      return processed == 0;
    case LogShows::NoSentence:
      return processed.value_or(0) > 0;
    case LogShows::Accepted:
      return trace.verdict == Verdict::Accepted;
  }
  return false;
}

// A log of level 2 shows every instruction that can be reached.
bool shows_all_calls(const Trace& trace) {
  const Capture& capture = trace.capture;
  return capture.level == 2 && capture.cut == Cut::None && !capture.middle_missing;
}

bool is_seen_to_call(const Trace& trace, std::string_view helper) {
  return std::ranges::any_of(trace.units, [&](const Unit& unit) {
    return std::ranges::find(unit.calls, helper, &NamedCall::callee) != unit.calls.end();
  });
}

bool may_call(const Trace& trace, std::string_view helper) {
  return helper.empty() || !shows_all_calls(trace) || is_seen_to_call(trace, helper);
}

bool is_one_of(std::span<const int> errors, int error) {
  return errors.empty() || std::ranges::find(errors, error) != errors.end();
}

bool is_one_of(std::span<const std::string_view> operations, std::string_view operation) {
  return operations.empty() || std::ranges::find(operations, operation) != operations.end();
}

bool is_about(const EnvironmentPage& page, const FailedCall& call) {
  return is_one_of(page.operations, call.operation) && is_one_of(page.errors, call.error_number);
}

struct FittingLine {
  const MessagePattern* pattern = nullptr;
  std::string_view line;
  std::vector<HeldText> holds;
};

// The pattern with the most fixed characters, and what it holds.
FittingLine line_with_words_of(const EnvironmentPage& page, std::span<const std::string> lines) {
  FittingLine best;
  for (const MessagePattern& pattern : page.patterns) {
    if (best.pattern && best.pattern->literal_length >= pattern.literal_length) continue;
    for (const std::string& line : lines) {
      auto held = held_in(line, pattern);
      if (!held) continue;
      best = {&pattern, line, std::move(*held)};
      break;
    }
  }
  return best;
}

// What stands before a log is about the load, or was said of another program; what failed later
// stands behind it.
std::vector<std::string> lines_outside(const Trace& trace) {
  const Capture& capture = trace.capture;
  std::vector<std::string> lines = capture.whole;
  lines.insert(lines.end(), capture.behind.begin(), capture.behind.end());
  return lines;
}

bool is_of_another_program(const FailedCall& call, const Trace& trace) {
  const std::string_view name = call.held("name");
  return trace.capture.whole.empty() && !name.empty() && !trace.program.empty() &&
         name != trace.program;
}

// What the loader's words say in ways that no page knows.
FailedCall call_said(const Trace& trace) {
  const LoaderWords& said = trace.capture.said;
  FailedCall call{std::string(load), said.error, said.error_number, {}, "", false};
  if (!said.program.empty()) call.holds.push_back({"name", said.program});
  return call;
}

std::vector<FoundEnvironment> fitting(const FailedCall& call, const Trace& trace,
                                      std::span<const EnvironmentPage> pages,
                                      std::span<const std::string> lines) {
  std::vector<FoundEnvironment> found;
  for (const EnvironmentPage& page : pages) {
    const bool needs_call = !page.operations.empty() || !page.errors.empty();
    if (needs_call && (call.operation.empty() || !is_about(page, call))) continue;
    if (!is_shown(trace, page.log) || !may_call(trace, page.calls)) continue;
    FittingLine line = line_with_words_of(page, lines);
    if (!page.patterns.empty() && !line.pattern) continue;
    FoundEnvironment one{&page, line.pattern, call};
    // What the page's own pattern holds is meant before what the call does.
    one.call.holds.insert(one.call.holds.begin(), line.holds.begin(), line.holds.end());
    if (line.pattern) one.call.line = line.line;
    found.push_back(std::move(one));
  }
  return found;
}

// In this order: words of the text, the error, the operation, a call in the log, what there is of a
// log; and of those with the same, the page that lets fewer failures through.
auto rank(const FoundEnvironment& found) {
  const EnvironmentPage& page = *found.page;
  const int words = found.pattern ? found.pattern->literal_length : 0;
  const auto let_through = static_cast<int>(page.errors.size() + page.operations.size());
  return std::tuple(words, !page.errors.empty(), !page.operations.empty(), !page.calls.empty(),
                    static_cast<int>(page.log), -let_through);
}

// The name of the map that such a call is given, if the log tells it.
std::optional<std::string> map_of_call(const Trace& trace, std::string_view helper) {
  for (UnitIndex index = 0; index < trace.units.size(); ++index) {
    const Unit& unit = trace.units[index];
    for (const NamedCall& call : unit.calls) {
      const auto step = call.callee == helper ? last_visit(unit.path, call.insn) : std::nullopt;
      if (!step) continue;
      const Known map = Replay(trace, index).register_before(*step, map_argument);
      if (map.state && !map.state->map_name.empty()) return map.state->map_name;
    }
  }
  return std::nullopt;
}

std::optional<std::string> text_of(std::string_view hole, const FoundEnvironment& found,
                                   const Trace& trace) {
  const EnvironmentPage& page = *found.page;
  const auto known = [](std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(std::string(text));
  };
  if (hole == "error") return known(readable_error(found.call.error, found.call.error_number));
  if (hole == "call") return is_seen_to_call(trace, page.calls) ? known(page.calls) : std::nullopt;
  if (const auto held = known(found.call.held(hole)); held || page.calls.empty()) return held;
  return hole == "map" ? map_of_call(trace, page.calls) : std::nullopt;
}

// A name out of a log goes into a line that is copied to a shell: nothing but letters, digits and
// what names are written with.
bool is_plain(std::string_view text) {
  constexpr std::string_view others = "_./:@%+-";
  return !text.empty() && !text.starts_with('-') && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// With the names that the text has, else with "NAME" for the user to replace.
std::string line_to_type(std::string_view line, const FailedCall& call) {
  std::string out(line);
  for (const std::string_view name : hole_names) {
    const std::string hole = "{" + std::string(name) + "}";
    const std::string_view held = call.held(name);
    const std::string text = is_plain(held) ? std::string(held) : upper(name);
    for (size_t at = out.find(hole); at != std::string::npos; at = out.find(hole, at + text.size()))
      out.replace(at, hole.size(), text);
  }
  return out;
}

std::vector<Check> checks_of(const FoundEnvironment& found) {
  std::vector<Check> checks;
  for (const PageCheck& check : found.page->checks)
    checks.push_back({line_to_type(check.run, found.call), std::string(check.shows),
                      std::string(check.means), line_to_type(check.remedy, found.call)});
  return checks;
}

}  // namespace

std::vector<FailedCall> calls_outside(const Trace& trace, std::span<const CallWording> wordings) {
  std::vector<FailedCall> calls;
  for (FailedCall& call : failed_calls(trace.capture.before, wordings))
    if (trace.capture.whole.empty() && call.operation == load) calls.push_back(std::move(call));
  for (FailedCall& call : failed_calls(lines_outside(trace), wordings))
    calls.push_back(std::move(call));
  std::erase_if(calls, [&](const FailedCall& call) { return is_of_another_program(call, trace); });
  if (!trace.capture.said.error.empty()) calls.push_back(call_said(trace));
  return calls;
}

std::vector<FoundEnvironment> all_environments(const Trace& trace,
                                               std::span<const EnvironmentPage> pages,
                                               std::span<const CallWording> wordings) {
  if (has_sentence(trace)) return {};
  std::vector<std::string> lines = lines_outside(trace);
  lines.insert(lines.begin(), trace.capture.before.begin(), trace.capture.before.end());
  std::vector<FailedCall> calls = calls_outside(trace, wordings);
  calls.emplace_back();  // of pages that go by words alone
  for (const FailedCall& call : calls) {
    std::vector<FoundEnvironment> found = fitting(call, trace, pages, lines);
    if (found.empty()) continue;
    std::ranges::sort(found, [](const FoundEnvironment& a, const FoundEnvironment& b) {
      const auto rank_a = rank(a), rank_b = rank(b);
      return rank_a != rank_b ? rank_a > rank_b : a.page->id < b.page->id;
    });
    return found;
  }
  return {};
}

std::optional<FoundEnvironment> environment_of(const Trace& trace,
                                               std::span<const EnvironmentPage> pages,
                                               std::span<const CallWording> wordings) {
  std::vector<FoundEnvironment> found = all_environments(trace, pages, wordings);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool equally_specific(const FoundEnvironment& a, const FoundEnvironment& b) {
  return rank(a) == rank(b);
}

Finding environment_finding(const FoundEnvironment& found, const Trace& trace) {
  const EnvironmentPage& page = *found.page;
  Finding finding;
  finding.rule = page.id;
  finding.slug = page.slug;
  finding.mechanism = page.mechanism;
  finding.layer = page.layer;
  const auto hole_text = [&](std::string_view hole) { return text_of(hole, found, trace); };
  finding.message = first_filled(page.says, hole_text).value_or(std::string(page.title));
  finding.ending = Ending::Rule;
  finding.checks = checks_of(found);
  for (const std::string_view line : split_lines(page.no_help)) finding.no_help.emplace_back(line);
  for (const std::string_view cause : split_lines(page.causes)) finding.causes.emplace_back(cause);
  if (page.to_type.empty()) return finding;
  Rewrite lines;
  lines.title = page.type_title;
  lines.reason = page.type_reason;
  lines.text = line_to_type(page.to_type, found.call);
  finding.rewrites.push_back(std::move(lines));
  return finding;
}

}  // namespace bpflens
