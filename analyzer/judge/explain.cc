// The sentence selects a page; the page and the rejected instruction give the obligation; the rules
// are asked why it failed. Without a rule that knows, the page itself is the finding, and without a
// page the finding says that: a rejection is never passed over in silence.
#include "judge/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "facts/layer.h"
#include "facts/lines.h"
#include "facts/mechanism.h"
#include "judge/cut.h"
#include "judge/environment.h"
#include "judge/limits.h"
#include "judge/loader.h"
#include "judge/match.h"
#include "judge/path.h"
#include "judge/program_type.h"
#include "judge/shown_files.h"
#include "judge/since.h"
#include "judge/source.h"
#include "judge/story.h"
#include "judge/story_limit.h"
#include "judge/story_pointer.h"

namespace bpflens {
namespace {

constexpr size_t branches_shown = 8;

// One rejected unit and what is made of its sentence.
struct Case {
  const Trace& trace;
  UnitIndex unit_index;
  const Rejection& rejection;
  const MessagePage* page = nullptr;  // never null once judged, unless there are no pages
  bool is_known = false;              // false: the page is the one for unknown sentences
  std::optional<StepIndex> step;      // the rejected one
  Obligation obligation;
  Place place;

  const HelperVersions* helper = nullptr;  // what is known of the one that the sentence names

  const Path& path() const { return trace.units[unit_index].path; }
};

const MessagePage* page_for(SelectedBy selected_by, std::span<const MessagePage> pages) {
  const auto found = std::ranges::find(pages, selected_by, &MessagePage::selected_by);
  return found == pages.end() ? nullptr : &*found;
}

// The step that the kernel rejected, which is not always the one it printed last.
std::optional<StepIndex> rejected_step(const Case& judged, const MatchedMessage* match) {
  if (match && match->insn) return last_visit(judged.path(), *match->insn);
  if (match && !match->page->at_insn) return std::nullopt;
  const auto step = judged.rejection.step;
  // Lines are missing, and not where the path breaks off: perhaps right above the sentence.
  if (judged.trace.capture.middle_missing && !judged.path().start_missing) return std::nullopt;
  return step && *step < judged.path().steps.size() ? step : std::nullopt;
}

// A report may stand without the classic line above it.
std::vector<std::string> words_of(const Rejection& rejection) {
  if (!rejection.sentence.empty() || !rejection.report) return rejection.sentence;
  const KernelReport& report = *rejection.report;
  return {"Verification failed: " + report.category + ": " + report.problem, report.reason};
}

// A kernel that does not have a helper has no name for it.
void look_up_helper(Case& judged, const Knowledge& knowledge) {
  if (judged.page->since == Since::Nothing || !judged.obligation.helper) return;
  judged.helper = helper_numbered(knowledge.helpers, *judged.obligation.helper);
  if (judged.helper && judged.obligation.name.empty()) judged.obligation.name = judged.helper->name;
}

Case case_of(const Trace& trace, UnitIndex index, const Knowledge& knowledge) {
  Case judged{trace, index, *trace.units[index].rejection, nullptr, false, {}, {}, {}};
  const auto match = match_message(judged.rejection.sentence, knowledge.messages);
  judged.is_known = match.has_value();
  judged.page = match ? match->page : page_for(SelectedBy::UnknownSentence, knowledge.messages);
  judged.step = rejected_step(judged, match ? &*match : nullptr);
  if (match) judged.obligation = match->obligation;
  if (judged.obligation.register_name.empty())
    judged.obligation.register_name = register_in(words_of(judged.rejection));
  if (match) judged.place.insn = match->insn;
  if (match) look_up_helper(judged, knowledge);
  if (!judged.step) return judged;
  const Step step = trace.read_step(index, *judged.step);
  judged.place = place_of(step);
  if (match) judged.obligation = with_operands(std::move(judged.obligation), step.code);
  return judged;
}

std::optional<uint32_t> insn_of(const Case& judged, std::optional<StepIndex> step) {
  if (!step || *step >= judged.path().steps.size()) return std::nullopt;
  return judged.path().steps[*step].insn;
}

bool is_value(const Known& known) {
  return known.state && known.state->type != RegisterType::NotInit;
}

std::vector<InvolvedState> register_states(const Case& judged, const Insn& insn,
                                           const Replay& replay, const StatePrinter& printer) {
  const auto named = register_named(judged.obligation.register_name);
  // A call is judged argument by argument: the one in the sentence, else all that have a value.
  const auto numbers =
      named && is_call(insn) ? std::vector{*named} : registers_read_by(insn, named);
  std::vector<InvolvedState> states;
  for (const RegisterNumber number : numbers) {
    const Known known = replay.register_before(*judged.step, number);
    // Nobody knows how many arguments a call takes: those without a value are not listed.
    const bool is_guess = insn.kind == InsnKind::Call && number != named;
    if (is_guess && !is_value(known)) continue;
    std::string text;
    if (is_value(known)) text = printer.print_register(*known.state, judged.trace.era);
    states.push_back({"R" + std::to_string(number), known.certainty, std::move(text),
                      insn_of(judged, known.since)});
  }
  return states;
}

bool is_about_stack(ObligationKind kind) {
  return kind == ObligationKind::StackInitialised || kind == ObligationKind::StackRange;
}

// The slots that the sentence's offset and size cover.
std::vector<InvolvedState> slot_states(const Case& judged, const Replay& replay,
                                       const StatePrinter& printer) {
  constexpr int32_t stack_bytes = 512, slot_bytes = 8;
  const Obligation& wanted = judged.obligation;
  if (!is_about_stack(wanted.kind) || !wanted.offset || !wanted.size) return {};
  const int64_t from = *wanted.offset, size = *wanted.size;
  if (from < -stack_bytes || from >= 0 || size <= 0 || size > -from) return {};
  std::vector<InvolvedState> states;
  for (int32_t at = slot_of_byte(static_cast<int32_t>(from)); at < from + size; at += slot_bytes) {
    const KnownSlot known = replay.slot_before(*judged.step, at);
    std::string text;
    if (known.slot) text = printer.print_slot(*known.slot, judged.trace.era);
    states.push_back({"fp" + std::to_string(at), known.certainty, std::move(text),
                      insn_of(judged, known.since)});
  }
  return states;
}

const PitfallPage* pitfall_of(const Rule& rule, std::span<const PitfallPage> pitfalls) {
  const auto found =
      std::ranges::find_if(pitfalls, [&](const PitfallPage& page) { return page.id == rule.id; });
  return found == pitfalls.end() ? nullptr : &*found;
}

void add_new(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

// What was measured: the page's bad program, the compilers and kernels that rejected it.
void add_proof_of_page(Finding& finding, const PitfallPage& page) {
  for (const ProofRow& row : page.proof) {
    if (row.program != "bad" || row.verdict != "rejected") continue;
    add_new(finding.kernels, row.kernel);
    add_new(finding.clangs, row.clang);
  }
  for (Rewrite& rewrite : finding.rewrites) {
    if (rewrite.title.empty()) rewrite.title = page.rewrite_title;
    if (rewrite.reason.empty()) rewrite.reason = page.rewrite_reason;
  }
}

std::vector<Finding> pitfall_findings(const Evidence& evidence, const Knowledge& knowledge) {
  std::vector<Finding> findings;
  const auto rejected = evidence.rejection().step;
  if (!rejected || *rejected >= evidence.unit().path.steps.size()) return findings;
  for (const Rule* rule : knowledge.rules) {
    const PitfallPage* page = pitfall_of(*rule, knowledge.pitfalls);
    for (Finding& finding : rule->check(evidence)) {
      finding.rule = rule->id;
      finding.slug = rule->slug;
      if (finding.mechanism.empty()) finding.mechanism = rule->mechanism;
      if (finding.layer.empty()) finding.layer = rule->layer;
      finding.severity = rule->severity;
      if (page) add_proof_of_page(finding, *page);
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

Finding finding_of(const MessagePage& page, const Obligation& wanted) {
  Finding finding;
  finding.rule = page.id;
  finding.slug = page.slug;
  finding.mechanism = page.mechanism;
  finding.layer = page.layer;
  finding.message = said_of(page, wanted);
  for (const std::string_view cause : split_lines(page.causes)) finding.causes.emplace_back(cause);
  return finding;
}

Finding page_finding(const Case& judged) {
  Finding finding;
  if (judged.page) finding = finding_of(*judged.page, judged.obligation);
  finding.location = judged.place;
  return finding;
}

// A pointer may never be subtracted from a number, whatever the bounds of either.
bool subtracts_pointer(const Insn& insn, StepIndex step, const Replay& replay) {
  if (insn.kind != InsnKind::Alu || insn.operation != Operation::Sub || !insn.src_is_register)
    return false;
  const Known left = replay.register_before(step, insn.dst),
              right = replay.register_before(step, insn.src);
  const auto is_number = [](const Known& known) {
    return known.state->type == RegisterType::Scalar;
  };
  return is_value(left) && is_value(right) && is_number(left) && !is_number(right);
}

void tell_story(Finding& finding, Story story) {
  finding.proof = std::move(story.events);
  finding.ending = story.ending;
  finding.lost_at = std::move(story.lost_at);
  finding.missing_fact = std::move(story.missing_fact);
  if (story.layer.empty()) return;
  finding.layer = story.layer;
  // Whatever the sentence is mostly about: here it is the kernel that is wrong.
  if (story.layer == layer::kernel) finding.mechanism = mechanism::kernel_bug;
}

// The states around each event, as the log's own kernel prints them.
void add_states(Finding& finding, const Case& judged, const Replay& replay,
                const StatePrinter& printer) {
  for (ProofEvent& event : finding.proof) {
    const auto number = register_named(event.register_name);
    if (!event.step || !number) continue;
    const Known before = replay.register_before(*event.step, *number),
                after = replay.register_after(*event.step, *number);
    if (is_value(before)) event.before = printer.print_register(*before.state, judged.trace.era);
    if (is_value(after)) event.after = printer.print_register(*after.state, judged.trace.era);
  }
}

// What needs the rejected step: the states there, the pitfalls, and the story of the value.
void look_at_step(Case& judged, const Knowledge& knowledge, const StatePrinter& printer,
                  const SourceView& source, ProgramResult& result) {
  const Replay replay(judged.trace, judged.unit_index);
  const Step step = judged.trace.read_step(judged.unit_index, *judged.step);
  result.states = register_states(judged, step.code, replay, printer);
  for (InvolvedState& slot : slot_states(judged, replay, printer))
    result.states.push_back(std::move(slot));
  Obligation& wanted = judged.obligation;
  if (wanted.kind == ObligationKind::BoundedOffset &&
      subtracts_pointer(step.code, *judged.step, replay))
    wanted.kind = ObligationKind::PointerArithmetic;
  const Evidence evidence{judged.trace, judged.unit_index, wanted, replay, source};
  if (judged.is_known) result.findings = pitfall_findings(evidence, knowledge);
  if (result.findings.empty()) {
    result.findings.push_back(page_finding(judged));
    ProofWalk walk(evidence);
    tell_story(result.findings[0], story_of(walk, wanted, *judged.step));
  }
  for (Finding& finding : result.findings) add_states(finding, judged, replay, printer);
}

// Without the rejected instruction there is nothing to walk back from: it is not in the paste, or
// the sentence is about the program as a whole.
Finding finding_without_step(const Case& judged, const SourceView& source,
                             const std::optional<Limits>& limits) {
  Finding finding = page_finding(judged);
  if (auto story = limits ? story_of_limits(*limits) : std::nullopt) {
    finding.location = story->events.back().place;
    tell_story(finding, std::move(*story));
    return finding;
  }
  const Replay replay(judged.trace, judged.unit_index);
  const Evidence evidence{judged.trace, judged.unit_index, judged.obligation, replay, source};
  ProofWalk walk(evidence);
  if (auto story = story_of_limit(walk, judged.obligation)) {
    tell_story(finding, std::move(*story));
    return finding;
  }
  const bool is_before = judged.path().steps.empty() && (!judged.page || judged.page->at_insn);
  finding.ending = is_before ? Ending::BeforePaste : Ending::Rule;
  return finding;
}

// Of a sentence about the program as a whole no way to it can be missing.
bool needs_no_path(const Case& judged) {
  return judged.is_known && !judged.page->at_insn && judged.path().steps.empty();
}

// The kernel walked on instructions and its sentence is about one, but none is here: a log of level
// 4, or the end of another.
bool lacks_every_insn(const Case& judged) {
  return judged.is_known && judged.page->at_insn && judged.path().steps.empty() &&
         judged.trace.stats.processed.value_or(0) > 0;
}

// Nullopt if it is not the program as a whole that is too much for the kernel.
std::optional<Limits> exceeded_limits(const Trace& trace, ObligationKind kind) {
  if (kind == ObligationKind::Complexity || kind == ObligationKind::LoopProgress)
    return limits_of(trace, LimitsOf::Work);
  if (kind == ObligationKind::StackLimit) return limits_of(trace, LimitsOf::Stack);
  return std::nullopt;
}

std::string_view layer_of(Remedy remedy) {
  if (remedy == Remedy::NoKernel) return layer::source_bug;
  return remedy == Remedy::Unknown ? std::string_view() : layer::environment;
}

// Who can call the helper since when, and so whether another kernel would help.
void tell_versions(const Case& judged, const SourceView& source, const Knowledge& knowledge,
                   ProgramResult& result) {
  Finding& finding = result.findings[0];
  if (!judged.helper || finding.rule != judged.page->id) return;
  const Unit& unit = judged.trace.units[judged.unit_index];
  const auto type = program_type_of(unit, source, knowledge.sections);
  const Since since = judged.page->since;
  for (std::string& told : told_since(*judged.helper, since, judged.trace.era, type))
    result.notes.push_back(std::move(told));
  if (since != Since::HelperForType) return;
  const auto layer = layer_of(remedy_of(*judged.helper, judged.trace.era, type));
  if (!layer.empty()) finding.layer = layer;
}

void explain_rejection(const Trace& trace, UnitIndex index, const Knowledge& knowledge,
                       const StatePrinter& printer, const FindSources& find_sources,
                       ProgramResult& result) {
  Case judged = case_of(trace, index, knowledge);
  result.sentence = words_of(judged.rejection);
  result.pasted = judged.rejection.pasted;
  if (judged.is_known) result.message_id = judged.page->id;
  result.place = judged.place;
  PathBranches branches = branches_of(trace, index, branches_shown);
  result.branches = std::move(branches.last);
  result.branches_left_out = branches.older;
  result.path_ambiguous = judged.path().ambiguous;
  result.path_start_missing =
      !needs_no_path(judged) && (judged.path().start_missing || lacks_every_insn(judged));
  if (lacks_every_insn(judged) && result.capture.cut == Cut::None) result.capture.cut = Cut::Head;
  const SourceView source = source_view(trace, index, find_sources);
  if (judged.step) look_at_step(judged, knowledge, printer, source, result);
  result.obligation = judged.obligation;
  result.limits = exceeded_limits(trace, judged.obligation.kind);
  if (result.findings.empty())
    result.findings.push_back(finding_without_step(judged, source, result.limits));
  tell_versions(judged, source, knowledge, result);
  if (find_sources) show_files(source, result);
  keep_edited_files(source, result);
  const Unit& unit = trace.units[index];
  if (unit.kind != UnitKind::Main && !unit.name.empty())
    result.notes.push_back("the kernel was checking the function " + unit.name +
                           " by itself, whoever calls it");
}

// Statistics alone, of which nobody says that anything failed: most such programs were accepted.
bool is_nothing_but_statistics(const Trace& trace) {
  const bool shows_insns =
      std::ranges::any_of(trace.units, [](const Unit& unit) { return !unit.path.steps.empty(); });
  return trace.stats.processed && !shows_insns && trace.capture.remarks.empty() &&
         trace.capture.said.error.empty();
}

// Nobody can tell what the kernel said. Where a loader shows that it refused, that is an error.
void explain_silence(const Knowledge& knowledge, ProgramResult& result) {
  const MessagePage* page = page_for(SelectedBy::NoSentence, knowledge.messages);
  if (!page) return;
  Finding finding = finding_of(*page, result.obligation);
  if (result.capture.said.error.empty()) finding.severity = Severity::Note;
  result.findings.push_back(std::move(finding));
}

// The same without a last line that may be half of one; nullopt if all of it can be trusted.
std::optional<Trace> without_torn_line(const Trace& trace, const Knowledge& knowledge) {
  const Unit* unit = trace.decisive_unit();
  const bool may_be_torn = trace.capture.end != Torn::No || trace.capture.begins_with_sentence;
  if (!may_be_torn || !unit || !unit->rejection || unit->rejection->report) return std::nullopt;
  const std::vector<std::string>& sentence = unit->rejection->sentence;
  std::vector<std::string> kept = whole_lines(sentence, trace.capture, knowledge.messages);
  if (kept.size() == sentence.size()) return std::nullopt;
  Trace whole = trace;
  whole.capture.end = Torn::No;
  whole.capture.begins_with_sentence = false;
  Unit& changed = whole.units[static_cast<size_t>(unit - trace.units.data())];
  changed.rejection->sentence = std::move(kept);
  if (!changed.rejection->sentence.empty()) return whole;
  changed.rejection.reset();
  whole.verdict = changed.verdict = Verdict::Unknown;
  whole.reason = trace.capture.begins_with_sentence
                     ? "the beginning of the log is missing, up to the middle of a line"
                     : "the log ends in the middle of a line, before its statistics";
  return whole;
}

Said said_in(const ProgramResult& result, const Knowledge& knowledge) {
  if (result.sentence.empty()) return Said::Nothing;
  const auto page = std::ranges::find(knowledge.messages, result.message_id, &MessagePage::id);
  const bool is_of_program = page != knowledge.messages.end() && !page->at_insn;
  return is_of_program ? Said::OfProgram : Said::OfInsn;
}

// A log without a verdict and a sentence has lost it, if the kernel looked at any instruction.
bool is_missing_something(const ProgramResult& result) {
  const bool has_no_end = result.verdict == Verdict::Unknown && result.sentence.empty();
  return is_cut(result.capture) || (has_no_end && result.stats.processed.value_or(0) > 0);
}

// The program is too much for the kernel, and the log shows one path of many.
bool lacks_work(const ProgramResult& result) {
  const ObligationKind kind = result.obligation.kind;
  return (kind == ObligationKind::Complexity || kind == ObligationKind::StackLimit) &&
         !result.message_id.empty() && result.capture.level != 2;
}

void tell_of_paste(ProgramResult& result, const Knowledge& knowledge) {
  Capture& capture = result.capture;
  const LoaderPage* loader = loader_of(capture, knowledge.loaders);
  if (loader) capture.loader = loader->slug;
  if (result.verdict != Verdict::Accepted) {
    for (const std::string& remark : capture.remarks)
      result.notes.push_back("the kernel went on after saying \"" + remark + "\": that is not why");
  }
  const bool needs_every_step = lacks_work(result);
  if (!is_missing_something(result) && !needs_every_step) return;
  for (std::string& note : notes_of_cut(capture, said_in(result, knowledge)))
    result.notes.push_back(std::move(note));
  if (needs_every_step) {
    const bool is_stack = result.obligation.kind == ObligationKind::StackLimit;
    result.notes.push_back(std::string(is_stack ? "how much stack each function needs"
                                                : "which lines cost the kernel most") +
                           " stands only in a log of every step, however long that is");
    result.whole_log = every_step_of(loader, knowledge.loaders);
    return;
  }
  result.whole_log = whole_log_of(capture, loader, knowledge.loaders);
}

}  // namespace

ProgramResult explain_trace(const Trace& trace, const Knowledge& knowledge,
                            const StatePrinter& printer, const FindSources& find_sources,
                            TellLimits tell_limits) {
  if (const auto whole = without_torn_line(trace, knowledge))
    return explain_trace(*whole, knowledge, printer, find_sources, tell_limits);
  ProgramResult result;
  result.program = trace.program;
  result.origin = trace.source;
  result.verdict = trace.verdict;
  result.reason = trace.reason;
  result.stats = trace.stats;
  result.era = trace.era;
  result.capture = trace.capture;
  result.capture.whole.clear();
  const Unit* unit = trace.decisive_unit();
  // A paste may hold the sentence and miss the rest: the verdict is unknown, the sentence is not.
  if (trace.verdict != Verdict::Accepted && unit && unit->rejection) {
    const auto index = static_cast<UnitIndex>(unit - trace.units.data());
    explain_rejection(trace, index, knowledge, printer, find_sources, result);
  } else if (const auto found = environment_of(trace, knowledge.environment, knowledge.calls)) {
    result.findings.push_back(environment_finding(*found, trace));
    result.failed_call = found->call;
  }
  const bool is_silent = result.verdict == Verdict::Unknown && result.sentence.empty();
  if (is_silent && result.findings.empty() && !is_nothing_but_statistics(trace))
    explain_silence(knowledge, result);
  if (tell_limits == TellLimits::Always) result.limits = limits_of(trace, LimitsOf::All);
  tell_of_paste(result, knowledge);
  return result;
}

}  // namespace bpflens
