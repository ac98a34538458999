// Reads, judges, and hands over: the only place that knows every stage.
#include "session/session.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "facts/lines.h"
#include "judge/against.h"
#include "judge/environment.h"
#include "judge/explain.h"
#include "judge/failed_call.h"
#include "judge/loader.h"
#include "judge/match.h"
#include "judge/object_adapted.h"
#include "judge/object_inlined.h"
#include "judge/object_memory.h"
#include "judge/object_program.h"
#include "judge/object_trace.h"
#include "read/log.h"
#include "read/log_message.h"
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

ProgramResult explained(const Trace& trace, const std::string& input,
                        const FindSources& find_sources = {},
                        TellLimits tell_limits = TellLimits::WhereExceeded) {
  const Knowledge knowledge{message_pages(),    pitfall_pages(),     all_rules(),
                            loader_pages(),     environment_pages(), embedded_calls(),
                            embedded_helpers(), embedded_sections()};
  ProgramResult result =
      explain_trace(trace, knowledge, {print_register, print_slot}, find_sources, tell_limits);
  result.input = input;
  return result;
}

Error not_of_object(const std::string& input, const ProgramOfLog& found) {
  return {input, found.why, "name the object that was loaded when this log was written"};
}

void add_notes(ProgramResult& result, std::vector<std::string> notes) {
  std::ranges::move(notes, std::back_inserter(result.notes));
}

// Of what was accepted a log of level 1 shows nothing: then nothing is missing either.
bool needs_object(const Trace& trace) {
  return trace.verdict == Verdict::Rejected ||
         std::ranges::any_of(trace.units, [](const Unit& unit) { return !unit.visits.empty(); });
}

// Explains loads of one text, each with the object where it is of that.
struct Explainer {
  const std::string& input;
  const ExplainWith& with;
  std::optional<Error> error = std::nullopt;

  ProgramResult operator()(const Trace& trace) {
    if (!with.object) return explained(trace, input, with.find_sources, with.tell_limits);
    const ProgramOfLog found = program_of_log(trace, *with.object);
    if (!found.program && needs_object(trace)) error = not_of_object(input, found);
    if (!found.program) return explained(trace, input, with.find_sources, with.tell_limits);
    const Trace fuller = with_object(trace, with.object, *found.program);
    ProgramResult result = explained(fuller, input, with.find_sources, with.tell_limits);
    add_notes(result, memory_notes(fuller, *with.object));
    add_notes(result, adapted_notes(result, *with.object, *found.program));
    add_notes(result, inlined_notes(result, *with.object, *found.program));
    add_notes(result, with.object->left_out);
    return result;
  }
};

Trace trace_without_log(const Text& text) {
  Trace trace;
  trace.capture = read_loader_words(text);
  trace.program = trace.capture.said.program;
  trace.reason = "the loader's error is here, and no log of the verifier";
  trace.read_step = [](UnitIndex, StepIndex) { return Step{}; };
  return trace;
}

// A text of which nothing but the loader's error is known; nullopt if no page knows that either.
std::optional<ProgramResult> explained_error(const Text& text) {
  const Trace trace = trace_without_log(text);
  if (!environment_of(trace, environment_pages(), embedded_calls())) return std::nullopt;
  return explained(trace, text.name, {});
}

// Lines of a text without a log that merely look like the kernel's: where any words may open the
// sentence, or little of it is fixed, more must be right.
bool is_sentence(const std::vector<std::string>& lines) {
  constexpr int least_fixed = 7, least_fixed_behind_any = 22;
  const auto match = match_message(lines, message_pages());
  if (!match) return false;
  const std::string_view shape = match->pattern->shape;
  const bool opens_with_any = shape.starts_with("{text}") || shape.starts_with("{name}");
  return match->pattern->literal_length >= (opens_with_any ? least_fixed_behind_any : least_fixed);
}

// One of the same name if there is one.
std::optional<Against> beside_any(const Trace& trace, const ProgramResult& result,
                                  const OtherLoads& others) {
  for (const bool same_name : {true, false}) {
    for (const Walk& other : others.walks) {
      if ((other.trace.program == trace.program) != same_name) continue;
      if (auto against = compared_with(trace, result, other, print_register)) return against;
    }
  }
  return std::nullopt;
}

Error not_rejected(const std::string& input) {
  return {input, "was not rejected, so there is nothing to compare",
          "say bpflens explain --against OTHER.log REJECTED.log"};
}

Error not_the_same(const std::string& input, const std::string& other) {
  return {input, "has too little in common with " + other,
          "name two loads of one program; where their instructions differ, both need source lines "
          "(clang -g)"};
}

}  // namespace

std::optional<Error> explain(const Text& text, const ExplainWith& with, const TakeResult& take) {
  Explainer explain_one{text.name, with};
  bool is_explained = false;
  const auto take_trace = [&](const Trace& trace) {
    is_explained = true;
    take(explain_one(trace));
  };
  read_logs(text, take_trace, is_sentence);
  if (is_explained) return explain_one.error;
  for (const Trace& trace : read_messages(text, is_sentence)) take_trace(trace);
  if (is_explained) return explain_one.error;
  if (auto result = explained_error(text)) take(std::move(*result));
  return std::nullopt;
}

std::vector<ProgramResult> explain(const Text& text, const FindSources& find_sources) {
  std::vector<ProgramResult> results;
  explain(
      text,
      {.find_sources = find_sources, .tell_limits = TellLimits::WhereExceeded, .object = nullptr},
      [&](ProgramResult&& result) { results.push_back(std::move(result)); });
  return results;
}

std::string how_to_get_log(const Text& text) {
  const Capture capture = read_loader_words(text);
  const LoaderPage* loader = loader_of(capture, loader_pages());
  if (!loader) return "";
  const std::vector<WholeLog> lines = whole_log_of(capture, loader, loader_pages());
  return lines.empty() ? "" : in_words(lines[0]);
}

std::optional<FailedCall> failed_call_in(const Text& text) {
  const auto calls = failed_calls(trace_without_log(text).capture.whole, embedded_calls());
  const auto first = std::ranges::find_if(calls, &FailedCall::error_number);
  return first == calls.end() ? std::nullopt : std::optional(*first);
}

OtherLoads other_loads(const Text& text) { return {text.name, read_walks(text)}; }

ExplainedPair explain_against(const Text& text, const OtherLoads& others, const ExplainWith& with) {
  ExplainedPair pair;
  Explainer explain_one{text.name, with};
  bool any_rejected = false;
  for (const Trace& trace : read_logs(text, is_sentence)) {
    pair.results.push_back(explain_one(trace));
    ProgramResult& result = pair.results.back();
    if (result.sentence.empty()) continue;
    any_rejected = true;
    result.against = beside_any(trace, result, others);
    if (result.against) result.against->input = others.name;
    if (!result.against) pair.error = not_the_same(text.name, others.name);
  }
  if (!any_rejected && !pair.results.empty()) pair.error = not_rejected(text.name);
  if (!pair.error) pair.error = std::move(explain_one.error);
  return pair;
}

std::span<const MessagePage> message_pages() { return embedded_messages(); }

std::span<const PitfallPage> pitfall_pages() { return embedded_pitfalls(); }

std::span<const LoaderPage> loader_pages() { return embedded_loaders(); }

std::span<const EnvironmentPage> environment_pages() { return embedded_environment(); }

const PitfallPage* find_pitfall(std::string_view id_or_slug) {
  return page_named(pitfall_pages(), id_or_slug);
}

const MessagePage* find_message_page(std::string_view id_or_slug) {
  return page_named(message_pages(), id_or_slug);
}

const EnvironmentPage* find_environment_page(std::string_view id_or_slug) {
  return page_named(environment_pages(), id_or_slug);
}

const MessagePage* match_message(std::string_view sentence) {
  const std::vector<std::string_view> lines = split_lines(sentence);
  const auto match =
      match_message(std::vector<std::string>(lines.begin(), lines.end()), message_pages());
  return match ? match->page : nullptr;
}

}  // namespace bpflens
