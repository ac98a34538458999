#include "judge/object_program.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "facts/insn_print.h"
#include "facts/source.h"

namespace bpflens {
namespace {

// An instruction that the log shows.
struct Logged {
  Insn code;
  std::string text;
  std::string source;  // the words of its line; empty if the log has none
};

using LoggedProgram = std::map<uint32_t, Logged>;

LoggedProgram logged_program(const Trace& trace) {
  LoggedProgram logged;
  for (UnitIndex unit = 0; unit < trace.units.size(); ++unit) {
    for (size_t i = 0; i < trace.units[unit].visits.size(); ++i) {
      Step step = trace.read_visited(unit, i);
      if (step.code.kind == InsnKind::Unknown) continue;
      std::string source = step.source ? wording(step.source->text) : "";
      logged.try_emplace(
          step.insn, Logged{std::move(step.code), std::move(step.insn_text), std::move(source)});
    }
  }
  return logged;
}

template <typename Record>
const Record* at_insn(const std::vector<Record>& records, uint32_t insn) {
  const auto found = std::ranges::lower_bound(records, insn, {}, &Record::insn);
  return found != records.end() && found->insn == insn ? &*found : nullptr;
}

// libbpf gives a kernel that has only the older helper that one.
int64_t oldest_form_of(int64_t helper) {
  constexpr std::array<std::pair<int64_t, int64_t>, 4> older = {
      {{112, 4}, {113, 4}, {114, 45}, {115, 45}}};
  const auto found = std::ranges::find(older, helper, &std::pair<int64_t, int64_t>::first);
  return found == older.end() ? helper : found->second;
}

bool is_same_call(const Insn& logged, const Insn& code) {
  return logged.callee_id < 0 || code.callee_id < 0 ||
         oldest_form_of(logged.callee_id) == oldest_form_of(code.callee_id);
}

// Of what is filled in when the program is loaded only the form is the same.
bool is_same_reference(const Insn& logged, const Insn& code, const Reference& reference) {
  if (reference.weak || reference.kind == ReferenceKind::Unresolved) return true;
  if (logged.kind != code.kind || logged.dst != code.dst) return false;
  if (reference.kind == ReferenceKind::Subprogram) return logged.jump == code.jump;
  const bool tells_name = reference.kind == ReferenceKind::Kfunc && !logged.callee.empty() &&
                          logged.callee != "kernel-function";
  return !tells_name || logged.callee == reference.name;
}

bool is_same_adapted(const Insn& logged, const Insn& code) {
  constexpr int64_t poisoned_call = 195'896'080;  // libbpf's, where the kernel has no such type
  if (logged.kind == InsnKind::Call && logged.callee_id == poisoned_call) return true;
  return logged.kind == code.kind && logged.operation == code.operation && logged.dst == code.dst &&
         logged.src == code.src;
}

// Since 7.3 the kernel replaces a branch that constants decide, before it prints anything.
bool is_decided(const Insn& logged, const Insn& code) {
  return code.kind == InsnKind::Branch && logged.kind == InsnKind::Jump &&
         (logged.jump == 0 || logged.jump == code.jump);
}

bool is_same(const Insn& logged, const Program& program, uint32_t insn) {
  if (insn >= program.insns.size()) return false;
  const Insn& code = program.insns[insn];
  if (const Reference* reference = at_insn(program.references, insn))
    return is_same_reference(logged, code, *reference);
  if (at_insn(program.core, insn) != nullptr) return is_same_adapted(logged, code);
  if (logged.kind == InsnKind::Call && code.kind == InsnKind::Call)
    return is_same_call(logged, code);
  return logged == code || is_decided(logged, code);
}

struct Comparison {
  const Program* program = nullptr;
  size_t same = 0;                  // before the first that differs
  std::optional<uint32_t> differs;  // nullopt: none does
};

Comparison compared(const LoggedProgram& logged, const Program& program) {
  Comparison comparison{&program, 0, std::nullopt};
  for (const auto& [insn, shown] : logged) {
    if (!is_same(shown.code, program, insn)) {
      comparison.differs = insn;
      break;
    }
    comparison.same++;
  }
  return comparison;
}

// Is every line of C that the log shows one of the program's?
bool has_lines_of(const LoggedProgram& logged, const Program& program) {
  std::set<std::string> lines;
  for (const LineRecord& line : program.lines) lines.insert(wording(line.text));
  return std::ranges::all_of(logged, [&](const auto& entry) {
    return entry.second.source.empty() || lines.contains(entry.second.source);
  });
}

std::string code_at(const Program& program, uint32_t insn) {
  if (insn >= program.insns.size())
    return "nothing: it ends at " + std::to_string(program.insns.size());
  return "`" + print_insn(program.insns[insn]) + "`";
}

std::string where_they_part(const Comparison& nearest, const LoggedProgram& logged,
                            const Object& object) {
  const uint32_t insn = *nearest.differs;
  return "instruction " + std::to_string(insn) + " is `" + logged.at(insn).text +
         "` in the log and " + code_at(*nearest.program, insn) + " in " + nearest.program->name +
         " of " + object.name;
}

std::string names_of(const std::vector<const Program*>& programs) {
  constexpr size_t most_named = 6;
  std::string names;
  for (size_t i = 0; i < programs.size() && i < most_named; ++i)
    names += (i == 0 ? "" : ", ") + programs[i]->name;
  return programs.size() > most_named ? names + ", ..." : names;
}

// Those that the log, or its loader, names; else all.
std::vector<const Program*> candidates(const Trace& trace, const Object& object) {
  std::vector<const Program*> all, named;
  for (const Program& program : object.programs) {
    all.push_back(&program);
    if (program.name == trace.program) named.push_back(&program);
  }
  return named.empty() ? all : named;
}

ProgramOfLog chosen_by_lines(const LoggedProgram& logged, const std::vector<const Program*>& equal,
                             const Object& object) {
  std::vector<const Program*> left;
  std::ranges::copy_if(equal, std::back_inserter(left),
                       [&](const Program* program) { return has_lines_of(logged, *program); });
  if (left.size() == 1) return {left[0], ""};
  return {nullptr, "what the log shows is the same in several programs of " + object.name + " (" +
                       names_of(left.empty() ? equal : left) + "), and it does not name its own"};
}

}  // namespace

ProgramOfLog program_of_log(const Trace& trace, const Object& object) {
  if (object.programs.empty()) return {nullptr, object.name + " holds no program"};
  const LoggedProgram logged = logged_program(trace);
  if (logged.empty())
    return {nullptr, "the log shows no instruction that could be compared with " + object.name};
  std::vector<const Program*> equal;
  Comparison nearest;
  for (const Program* program : candidates(trace, object)) {
    const Comparison comparison = compared(logged, *program);
    if (!comparison.differs) equal.push_back(program);
    if (!nearest.program || comparison.same > nearest.same) nearest = comparison;
  }
  if (equal.size() == 1) return {equal[0], ""};
  if (!equal.empty()) return chosen_by_lines(logged, equal, object);
  return {nullptr, where_they_part(nearest, logged, object)};
}

}  // namespace bpflens
