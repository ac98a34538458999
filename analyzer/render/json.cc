// Results as JSON, version 1. Every field is always there: null or empty where nothing is known,
// so that readers need no special cases.
#include "render/json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace bpflens {
namespace {

// Keeps the order in which fields are written, which is the order of the documentation.
using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

template <typename T>
Json number_or_null(const std::optional<T>& number) {
  return number ? Json(*number) : Json();
}

Json nonzero_or_null(uint64_t number) { return number == 0 ? Json() : Json(number); }

// Bounds and counters of 64 bits: a reader with doubles would lose digits of a number.
template <typename T>
Json decimal_or_null(const std::optional<T>& number) {
  return number ? Json(fmt::format("{}", *number)) : Json();
}

Json source_field(const Place& place, Json (*field)(const SourceSpan&)) {
  return place.source ? field(*place.source) : Json();
}

Json file_of(const Place& place) {
  return source_field(place, [](const SourceSpan& at) { return text_or_null(at.file); });
}

Json line_of(const Place& place) {
  return source_field(place, [](const SourceSpan& at) { return nonzero_or_null(at.line); });
}

Json column_of(const Place& place) {
  return source_field(place, [](const SourceSpan& at) { return nonzero_or_null(at.column); });
}

Json source_text_of(const Place& place) {
  return source_field(place, [](const SourceSpan& at) { return text_or_null(at.text); });
}

Json location_json(const Place& place) {
  return {{"insn", number_or_null(place.insn)},
          {"log_line", nonzero_or_null(place.log_line)},
          {"file", file_of(place)},
          {"line", line_of(place)},
          {"column", column_of(place)},
          {"text", source_text_of(place)},
          {"insn_text", text_or_null(place.insn_text)}};
}

Json lost_at_json(const std::optional<Place>& place) {
  if (!place) return {};
  return {{"insn", number_or_null(place->insn)},
          {"log_line", nonzero_or_null(place->log_line)},
          {"line", line_of(*place)}};
}

Json event_json(const ProofEvent& event) {
  return {{"event", name_of(event.kind)},
          {"insn", number_or_null(event.place.insn)},
          {"log_line", nonzero_or_null(event.place.log_line)},
          {"register", text_or_null(event.register_name)},
          {"certainty", name_of(event.certainty)},
          {"before", text_or_null(event.before)},
          {"after", text_or_null(event.after)},
          {"file", file_of(event.place)},
          {"line", line_of(event.place)},
          {"source_text", source_text_of(event.place)},
          {"text", event.text},
          {"covers", event.covers}};
}

Json missing_fact_json(const std::optional<MissingFact>& fact) {
  if (!fact) return {};
  return {{"kind", name_of(fact->kind)},
          {"insn", number_or_null(fact->place.insn)},
          {"log_line", nonzero_or_null(fact->place.log_line)},
          {"line", line_of(fact->place)},
          {"before", fact->before},
          {"register", fact->register_name},
          {"least", decimal_or_null(fact->least)},
          {"most", decimal_or_null(fact->most)},
          {"bytes", number_or_null(fact->bytes)}};
}

template <typename T>
Json list_json(const std::vector<T>& items, Json (*item_json)(const T&)) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(item_json(item));
  return list;
}

Json edit_json(const Edit& edit) {
  return {{"file", edit.file},
          {"line", edit.line},
          {"column", edit.column},
          {"end_line", edit.end_line},
          {"end_column", edit.end_column},
          {"new_text", edit.new_text}};
}

Json rewrite_json(const Rewrite& rewrite) {
  return {{"title", rewrite.title},
          {"reason", rewrite.reason},
          {"safe", rewrite.safe},
          {"verified", rewrite.verified},
          {"edits", list_json(rewrite.edits, edit_json)},
          {"text", rewrite.text}};
}

Json check_json(const Check& check) {
  return {{"command", check.command},
          {"shows", check.shows},
          {"means", check.means},
          {"remedy", text_or_null(check.remedy)}};
}

Json finding_json(const Finding& finding) {
  return {{"rule", finding.rule},
          {"slug", text_or_null(finding.slug)},
          {"mechanism", text_or_null(finding.mechanism)},
          {"layer", text_or_null(finding.layer)},
          {"severity", name_of(finding.severity)},
          {"message", finding.message},
          {"ending", text_or_null(name_of(finding.ending))},
          {"location", location_json(finding.location)},
          {"lost_at", lost_at_json(finding.lost_at)},
          {"proof", list_json(finding.proof, event_json)},
          {"missing_fact", missing_fact_json(finding.missing_fact)},
          {"rewrites", list_json(finding.rewrites, rewrite_json)},
          {"causes", finding.causes},
          {"checks", list_json(finding.checks, check_json)},
          {"no_help", finding.no_help},
          {"kernels", finding.kernels},
          {"also", finding.also},
          {"fingerprint", nullptr}};
}

Json message_json(const ProgramResult& result) {
  if (result.sentence.empty()) return {};
  return {{"id", text_or_null(result.message_id)},
          {"text", fmt::format("{}", fmt::join(result.sentence, "\n"))},
          {"pasted", text_or_null(result.pasted)}};
}

Json failed_call_json(const std::optional<FailedCall>& call) {
  if (!call || call->operation.empty()) return {};
  return {{"operation", call->operation},
          {"error", text_or_null(call->error)},
          {"errno", nonzero_or_null(static_cast<uint64_t>(call->error_number))},
          {"program", text_or_null(call->held("name"))},
          {"map", text_or_null(call->held("map"))},
          {"path", text_or_null(call->held("path"))},
          {"device", text_or_null(call->held("device"))},
          {"line", text_or_null(call->line)}};
}

Json obligation_json(const ProgramResult& result) {
  if (result.sentence.empty()) return {};
  const Obligation& wanted = result.obligation;
  return {{"kind", name_of(wanted.kind)},
          {"register", text_or_null(wanted.register_name)},
          {"offset", number_or_null(wanted.offset)},
          {"size", number_or_null(wanted.size)},
          {"limit", decimal_or_null(wanted.limit)},
          {"least", decimal_or_null(wanted.least)},
          {"most", decimal_or_null(wanted.most)},
          {"acquired_insn", number_or_null(wanted.acquired_insn)},
          {"found", text_or_null(wanted.found)},
          {"name", text_or_null(wanted.name)}};
}

std::vector<std::string_view> missing_parts(const Capture& capture) {
  if (capture.message_only) return {"all but the message"};
  std::vector<std::string_view> parts;
  if (capture.cut == Cut::Head || capture.cut == Cut::Both) parts.emplace_back("beginning");
  if (capture.middle_missing) parts.emplace_back("middle");
  if (capture.cut == Cut::Tail || capture.cut == Cut::Both) parts.emplace_back("end");
  return parts;
}

Json whole_log_json(const WholeLog& line) {
  return {{"loader", line.loader}, {"where", line.where}, {"line", line.line}};
}

Json capture_json(const ProgramResult& result) {
  const Capture& capture = result.capture;
  Json era = result.era == Era::Unknown ? Json() : Json(kernels_of(result.era));
  return {{"era", std::move(era)},
          {"level", capture.level == 0 ? Json() : Json(capture.level)},
          {"lines", capture.lines},
          {"unknown_lines", capture.unknown_lines},
          {"cut", name_of(capture.cut)},
          {"missing", missing_parts(capture)},
          {"omitted_lines", capture.said.omitted_lines},
          {"loader", text_or_null(capture.loader)},
          {"loader_error", text_or_null(capture.said.error)},
          {"whole_log", list_json(result.whole_log, whole_log_json)},
          {"carriers", capture.carriers},
          {"ambiguous", result.path_ambiguous}};
}

Json stats_json(const Stats& stats) {
  return {{"processed", number_or_null(stats.processed)},
          {"limit", number_or_null(stats.limit)},
          {"max_states_per_insn", number_or_null(stats.max_states_per_insn)},
          {"total_states", number_or_null(stats.total_states)},
          {"peak_states", number_or_null(stats.peak_states)},
          {"mark_read", number_or_null(stats.mark_read)},
          {"verification_usec", decimal_or_null(stats.verification_usec)},
          {"stack_depths", stats.stack_depths},
          {"stack_depth_max", number_or_null(stats.stack_depth_max)}};
}

Json state_json(const InvolvedState& state) {
  return {{"register", state.name},
          {"certainty", name_of(state.certainty)},
          {"state", text_or_null(state.text)},
          {"since_insn", number_or_null(state.since_insn)}};
}

Json branch_json(const BranchTaken& branch) {
  Json at = location_json(branch.place);
  at["jumped"] = branch.jumped;
  return at;
}

Json path_json(const ProgramResult& result) {
  return {{"start_missing", result.path_start_missing},
          {"branches_left_out", result.branches_left_out},
          {"branches", list_json(result.branches, branch_json)}};
}

Json line_work_json(const LineWork& line) {
  return {{"place", location_json(line.place)}, {"visits", line.visits}, {"insns", line.insns}};
}

Json varied_json(const VariedValue& value) {
  const Json changed = value.changed_at ? location_json(*value.changed_at) : Json();
  return {{"register", value.name},
          {"type", text_or_null(value.type)},
          {"values", value.values},
          {"changed_at", changed}};
}

Json branch_work_json(const BranchWork& branch) {
  return {{"place", location_json(branch.place)},
          {"insns", branch.insns},
          {"visits", branch.visits},
          {"fell_through", branch.sides.fell_through},
          {"jumped", branch.sides.jumped},
          {"resumed", branch.sides.resumed},
          {"merged", branch.sides.merged},
          {"behind", branch.sides.behind},
          {"varied", list_json(branch.varied, varied_json)}};
}

Json loop_work_json(const LoopWork& loop) {
  return {{"first", location_json(loop.first)},
          {"last", location_json(loop.last)},
          {"line", location_json(loop.line)},
          {"loops", loop.loops},
          {"entered", loop.entered},
          {"rounds", loop.rounds},
          {"most_rounds", loop.most_rounds},
          {"visits", loop.visits}};
}

Json function_work_json(const FunctionWork& function) {
  return {{"function", text_or_null(function.name)},
          {"first_insn", function.first_insn},
          {"call", function.call ? location_json(*function.call) : Json()},
          {"calls", function.calls},
          {"entered", function.entered},
          {"visits", function.visits}};
}

Json chained_json(const ChainedFunction& function) {
  return {{"function", text_or_null(function.name)},
          {"first_insn", function.first_insn},
          {"call", function.call ? location_json(*function.call) : Json()},
          {"stack_bytes", function.stack_bytes},
          {"told", function.is_stack_told}};
}

Json dearest_json(const Limits& limits) {
  Json places = Json::array();
  const auto& function = limits.dearest_function;
  if (function && function->call) places.push_back(location_json(*function->call));
  if (limits.dearest_loop) places.push_back(location_json(limits.dearest_loop->line));
  if (limits.dearest_branch) places.push_back(location_json(limits.dearest_branch->place));
  return places;
}

Json limits_json(const std::optional<Limits>& given) {
  const Limits limits = given.value_or(Limits{});
  return {{"visits", given ? Json(limits.visits) : Json()},
          {"dearest", dearest_json(limits)},
          {"lines", list_json(limits.lines, line_work_json)},
          {"insns", list_json(limits.insns, line_work_json)},
          {"branches", list_json(limits.branches, branch_work_json)},
          {"branch_lines", list_json(limits.branch_lines, branch_work_json)},
          {"loops", list_json(limits.loops, loop_work_json)},
          {"loop_lines", list_json(limits.loop_lines, loop_work_json)},
          {"functions", list_json(limits.functions, function_work_json)},
          {"call_chain", list_json(limits.call_chain, chained_json)}};
}

Json parallel_json(const ParallelPlace& place) {
  const Place& shown = place.here.insn ? place.here : place.there;
  return {{"kind", name_of(place.kind)},
          {"insn", number_or_null(place.here.insn)},
          {"log_line", nonzero_or_null(place.here.log_line)},
          {"good_insn", number_or_null(place.there.insn)},
          {"good_log_line", nonzero_or_null(place.there.log_line)},
          {"register", text_or_null(place.register_name)},
          {"bad", text_or_null(place.here_text)},
          {"good", text_or_null(place.there_text)},
          {"bad_code", place.here_code},
          {"good_code", place.there_code},
          {"file", file_of(shown)},
          {"line", line_of(shown)},
          {"source_text", source_text_of(shown)},
          {"text", place.text}};
}

Json against_json(const std::optional<Against>& against) {
  if (!against) return {};
  const bool has_era = against->era != Era::Unknown;
  return {{"input", against->input},
          {"verdict", name_of(against->verdict)},
          {"kernel_era", has_era ? Json(kernels_of(against->era)) : Json()},
          {"parted", parallel_json(against->parted)},
          {"led_to", list_json(against->led_to, parallel_json)},
          {"notes", against->notes}};
}

Json result_json(const ProgramResult& result) {
  return {{"input", result.input},
          {"kind", name_of(result.kind)},
          {"program", text_or_null(result.program)},
          {"section", text_or_null(result.section)},
          {"kernel", text_or_null(result.kernel)},
          {"kernel_profile", text_or_null(result.kernel_profile)},
          {"origin", name_of(result.origin)},
          {"verdict", name_of(result.verdict)},
          {"reason", text_or_null(result.reason)},
          {"errno", nonzero_or_null(static_cast<uint64_t>(result.capture.said.error_number))},
          {"failed_call", failed_call_json(result.failed_call)},
          {"message", message_json(result)},
          {"obligation", obligation_json(result)},
          {"capture", capture_json(result)},
          {"states", list_json(result.states, state_json)},
          {"path", path_json(result)},
          {"findings", list_json(result.findings, finding_json)},
          {"stats", stats_json(result.stats)},
          {"limits", limits_json(result.limits)},
          {"needs", Json::array()},
          {"notes", result.notes},
          {"against", against_json(result.against)}};
}

std::string printed(const Json& json) {
  return json.dump(2, ' ', true, Json::error_handler_t::replace);
}

// One object, further in than `printed` has it. A line end within a string is escaped, so each one
// is of the layout.
std::string indented(std::string_view lines, std::string_view margin) {
  std::string out;
  while (true) {
    const size_t end = lines.find('\n');
    out.append(margin).append(lines.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    lines.remove_prefix(end + 1);
  }
}

// Members of the document, without its braces.
std::string members(const Json& object) {
  const std::string text = printed(object);
  return text.substr(2, text.size() - 4);  // "{\n" and "\n}"
}

}  // namespace

void add_to(JsonSummary& summary, const ProgramResult& result) {
  summary.programs++;
  if (result.verdict == Verdict::Accepted) summary.accepted++;
  if (result.verdict == Verdict::Rejected) summary.rejected++;
  if (result.verdict == Verdict::Unknown) summary.unknown++;
  for (const Finding& finding : result.findings) {
    if (finding.severity == Severity::Error) summary.errors++;
    if (finding.severity == Severity::Warning) summary.warnings++;
    if (finding.severity == Severity::Note) summary.notes++;
  }
}

std::string json_head(std::string_view tool_version) {
  const Json head = {{"version", 1}, {"tool", {{"name", "bpflens"}, {"version", tool_version}}}};
  return "{\n" + members(head) + ",\n  \"results\": [";
}

std::string json_result(const ProgramResult& result) {
  return "\n" + indented(printed(result_json(result)), "    ");
}

std::string json_end(const JsonSummary& summary) {
  const Json findings = {
      {"error", summary.errors}, {"warning", summary.warnings}, {"note", summary.notes}};
  const Json end = {{"summary",
                     {{"programs", summary.programs},
                      {name_of(Verdict::Accepted), summary.accepted},
                      {name_of(Verdict::Rejected), summary.rejected},
                      {name_of(Verdict::Unknown), summary.unknown},
                      {"findings", findings}}}};
  const char* list_end = summary.programs == 0 ? "],\n" : "\n  ],\n";
  return list_end + members(end) + "\n}\n";
}

std::string render_json(const std::vector<ProgramResult>& results, std::string_view tool_version) {
  std::string text = json_head(tool_version);
  JsonSummary summary;
  for (const ProgramResult& result : results) {
    if (summary.programs > 0) text += ',';
    text += json_result(result);
    add_to(summary, result);
  }
  return text + json_end(summary);
}

}  // namespace bpflens
