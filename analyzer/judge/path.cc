// A path may be a million steps of a few hundred instructions: steps are read only where the
// answer shows them.
#include "judge/path.h"

#include <algorithm>

namespace bpflens {

const Insn& PathCode::at(StepIndex step) {
  const uint32_t insn = trace_.units[unit_].path.steps[step].insn;
  if (insn >= place_.size()) place_.resize(std::max<size_t>(insn + 1, place_.size() * 3 / 2));
  if (place_[insn] == 0) {
    known_.push_back(trace_.read_step(unit_, step).code);
    place_[insn] = static_cast<uint32_t>(known_.size());
  }
  return known_[place_[insn] - 1];
}

Place place_of(const Step& step) { return {step.insn, step.insn_text, step.log_line, step.source}; }

std::optional<StepIndex> last_visit(const Path& path, uint32_t insn) {
  for (size_t i = path.steps.size(); i-- > 0;)
    if (path.steps[i].insn == insn) return static_cast<StepIndex>(i);
  return std::nullopt;
}

PathBranches branches_of(const Trace& trace, UnitIndex unit, size_t count) {
  const std::vector<StepRef>& steps = trace.units[unit].path.steps;
  PathCode code(trace, unit);
  PathBranches branches;
  // The last step has no successor: if it is a jump, it decided nothing.
  for (size_t i = steps.size(); i-- > 1;) {
    const auto step = static_cast<StepIndex>(i - 1);
    if (code.at(step).kind != InsnKind::Branch) continue;
    if (branches.last.size() == count) {
      branches.older++;
      continue;
    }
    const bool jumped = steps[i].insn != steps[step].insn + 1;
    branches.last.push_back({place_of(trace.read_step(unit, step)), jumped});
  }
  std::ranges::reverse(branches.last);
  return branches;
}

std::string name_of(RegisterNumber number) { return "R" + std::to_string(number); }

std::optional<RegisterNumber> register_named(std::string_view name) {
  if (name.size() < 2 || name.size() > 3 || name[0] != 'R') return std::nullopt;
  unsigned number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number <= frame_pointer ? std::optional(static_cast<RegisterNumber>(number))
                                 : std::nullopt;
}

std::optional<RegisterNumber> argument_named(std::string_view name) {
  const auto number = register_named(name);
  return number && *number >= 1 && *number <= 5 ? number : std::nullopt;
}

namespace {

void add_once(std::vector<RegisterNumber>& numbers, RegisterNumber number) {
  if (std::ranges::find(numbers, number) == numbers.end()) numbers.push_back(number);
}

bool reads_dst(const Insn& insn) {
  switch (insn.kind) {
    case InsnKind::Store:
    case InsnKind::Atomic:
    case InsnKind::Alu:
    case InsnKind::Negate:
    case InsnKind::ByteSwap:
      return true;
    case InsnKind::Branch:
      return insn.operation != Operation::MayGoto;
    default:
      return false;
  }
}

}  // namespace

std::vector<RegisterNumber> registers_read_by(const Insn& insn,
                                              std::optional<RegisterNumber> named) {
  std::vector<RegisterNumber> numbers;
  if (named) numbers.push_back(*named);
  if (reads_dst(insn)) add_once(numbers, insn.dst);
  if (insn.src_is_register || insn.kind == InsnKind::Load) add_once(numbers, insn.src);
  if (insn.kind == InsnKind::Exit) add_once(numbers, 0);
  if (is_call(insn))
    for (RegisterNumber argument = 1; argument <= 5; argument++) add_once(numbers, argument);
  return numbers;
}

ProofEvent event_at(const Evidence& seen, StepIndex step, ProofKind kind, RegisterNumber number,
                    std::string text) {
  ProofEvent event;
  event.kind = kind;
  event.place = place_of(seen.step(step));
  event.register_name = name_of(number);
  event.step = step;
  event.certainty = seen.replay.register_after(step, number).certainty;
  event.text = std::move(text);
  return event;
}

}  // namespace bpflens
