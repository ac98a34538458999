#include "judge/object_trace.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "facts/source.h"

namespace bpflens {
namespace {

// The log's own words count: the object may be of a later edit that changed nothing but comments.
bool contradicts(const SourceSpan& told, const LineRecord& line) {
  return (!told.text.empty() && wording(told.text) != wording(line.text)) ||
         (told.line != 0 && told.line != line.line);
}

void add_source(const Program& program, Step& step) {
  const auto next = std::ranges::upper_bound(program.lines, step.insn, {}, &LineRecord::insn);
  if (next == program.lines.begin()) return;
  const LineRecord& line = *std::prev(next);
  if (line.line == 0 || (step.source && contradicts(*step.source, line))) return;
  step.source = SourceSpan{line.file, line.line, line.column, line.text};
}

void add_callee(const Program& program, Step& step) {
  if (step.code.kind != InsnKind::Call) return;
  const auto found = std::ranges::lower_bound(program.references, step.insn, {}, &Reference::insn);
  if (found == program.references.end() || found->insn != step.insn) return;
  if (found->kind == ReferenceKind::Kfunc) step.code.callee = found->name;
}

Step completed(Step step, const Program& program) {
  add_source(program, step);
  add_callee(program, step);
  return step;
}

void add_functions(const Program& program, Trace& trace) {
  for (const ObjectFunction& function : program.functions) {
    const auto known =
        std::ranges::find(trace.functions, function.first_insn, &LoggedFunction::first_insn);
    if (known != trace.functions.end()) {
      if (known->name.empty()) known->name = function.name;
    } else {
      trace.functions.push_back({function.first_insn, function.name, std::nullopt});
    }
  }
}

}  // namespace

Trace with_object(Trace trace, const std::shared_ptr<const Object>& object,
                  const Program& program) {
  if (trace.program.empty()) trace.program = program.name;
  add_functions(program, trace);
  // The object lives as long as the functions that look into it.
  trace.read_step = [read = std::move(trace.read_step), object, &program](UnitIndex unit,
                                                                          StepIndex step) {
    return completed(read(unit, step), program);
  };
  trace.read_visited = [read = std::move(trace.read_visited), object, &program](UnitIndex unit,
                                                                                size_t at) {
    return completed(read(unit, at), program);
  };
  return trace;
}

}  // namespace bpflens
