// The code of a line is what of it stands on the path, in the order of the program.
#include "judge/code_path.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace bpflens {
namespace {

// Each costs a look into the log.
constexpr size_t most_insns = 20'000;

std::optional<bool> jumped(const Path& path, StepIndex step) {
  if (size_t{step} + 1 >= path.steps.size()) return std::nullopt;
  return path.steps[step + 1].insn != path.steps[step].insn + 1;
}

}  // namespace

CodePath::CodePath(Trace trace, UnitIndex unit, const Obligation& wanted, LineNames& names)
    : trace_(std::move(trace)),
      unit_(unit),
      replay_(trace_, unit),
      seen_{trace_, unit, wanted, replay_, no_source_},
      walk_(seen_),
      lines_(lines_of(trace_, unit, names)) {
  read_code();
}

void CodePath::read_code() {
  const Path& path = seen_.unit().path;
  std::unordered_set<uint32_t> known;
  for (StepIndex step = 0; step < path.steps.size() && known.size() < most_insns; step++) {
    if (!known.insert(path.steps[step].insn).second) continue;
    if (!code_.contains(lines_[step])) order_.push_back(lines_[step]);
    code_[lines_[step]].push_back(path_insn(step));
  }
  for (auto& [line, insns] : code_) std::ranges::sort(insns, {}, &PathInsn::insn);
}

void CodePath::end_with(StepIndex use, std::optional<RegisterNumber> named) {
  use_ = use;
  lineage_ = lineage_of(walk_, use, registers_read_by(walk_.code.at(use), named));
}

const std::vector<PathInsn>& CodePath::code_of(LineKey line) const {
  static const std::vector<PathInsn> none;
  const auto found = code_.find(line);
  return found == code_.end() ? none : found->second;
}

Place CodePath::place_of_insn(uint32_t insn) const {
  const auto step = last_visit(seen_.unit().path, insn);
  return step ? place(*step) : Place{};
}

KnownValue CodePath::value(StepIndex step, RegisterNumber number) const {
  return value_before(replay_, step, {false, 0, number, 8});
}

std::set<uint32_t> CodePath::story() const {
  std::set<uint32_t> insns{walk_.insn_at(use_)};
  for (const Stretch& stretch : lineage_.stretches) {
    if (!stretch.is_part) continue;
    if (stretch.made_by) insns.insert(walk_.insn_at(*stretch.made_by));
    for (const StepIndex step : stretch.compared_at) insns.insert(walk_.insn_at(step));
  }
  return insns;
}

std::optional<StepIndex> CodePath::check_at(LineKey line) const {
  for (const Stretch& stretch : lineage_.stretches)
    for (const StepIndex step : stretch.compared_at)
      if (lines_[step] == line) return step;
  return std::nullopt;
}

const PathInsn* CodePath::jump_like(const PathInsn& jump, LineKey line) const {
  const std::vector<PathInsn>& code = code_of(line);
  const auto found =
      std::ranges::find_if(code, [&](const PathInsn& at) { return ask_the_same(at, jump); });
  return found == code.end() ? nullptr : &*found;
}

PathInsn CodePath::path_insn(StepIndex step) const {
  Step read = trace_.read_step(unit_, step);
  return {read.insn, std::move(read.code), std::move(read.insn_text),
          jumped(seen_.unit().path, step)};
}

}  // namespace bpflens
