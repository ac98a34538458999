// The error is the loader's; what the log shows decides what it can mean.
#include "judge/environment.h"

#include <algorithm>
#include <optional>
#include <string>

#include "facts/lines.h"
#include "facts/replay.h"
#include "judge/path.h"
#include "judge/says.h"

namespace bpflens {
namespace {

constexpr RegisterNumber map_argument = 2;  // of a tail call

bool has_sentence(const Trace& trace) {
  return std::ranges::any_of(trace.units,
                             [](const Unit& unit) { return unit.rejection.has_value(); });
}

bool is_shown(const Trace& trace, LogShows wanted) {
  const std::optional<uint64_t>& processed = trace.stats.processed;
  if (has_sentence(trace)) return false;
  switch (wanted) {
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

bool is_error_of(const EnvironmentPage& page, const Trace& trace) {
  const int error = trace.capture.said.error_number;
  return std::ranges::find(page.errors, error) != page.errors.end();
}

bool fits(const EnvironmentPage& page, const Trace& trace) {
  if (!is_shown(trace, page.log)) return false;
  return page.errors.empty() || (is_error_of(page, trace) && may_call(trace, page.calls));
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

std::optional<std::string> text_of(std::string_view hole, const EnvironmentPage& page,
                                   const Trace& trace) {
  if (hole == "error") return trace.capture.said.error;
  if (hole == "map") return map_of_call(trace, page.calls);
  if (!is_seen_to_call(trace, page.calls)) return std::nullopt;
  return std::string(page.calls);
}

}  // namespace

const EnvironmentPage* environment_of(const Trace& trace, std::span<const EnvironmentPage> pages) {
  if (trace.capture.said.error.empty()) return nullptr;
  const EnvironmentPage* any_error = nullptr;
  for (const EnvironmentPage& page : pages) {
    if (!fits(page, trace)) continue;
    if (!page.errors.empty()) return &page;
    any_error = &page;
  }
  return any_error;
}

Finding environment_finding(const EnvironmentPage& page, const Trace& trace) {
  Finding finding;
  finding.rule = page.id;
  finding.slug = page.slug;
  finding.mechanism = page.mechanism;
  finding.layer = page.layer;
  const auto hole_text = [&](std::string_view hole) { return text_of(hole, page, trace); };
  finding.message = first_filled(page.says, hole_text).value_or(std::string(page.title));
  finding.ending = Ending::Rule;
  for (const std::string_view cause : split_lines(page.causes)) finding.causes.emplace_back(cause);
  if (page.to_type.empty()) return finding;
  Rewrite lines;
  lines.title = page.type_title;
  lines.reason = page.type_reason;
  lines.text = page.to_type;
  finding.rewrites.push_back(std::move(lines));
  return finding;
}

}  // namespace bpflens
