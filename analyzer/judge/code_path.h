// One of two loads that are compared line by line: its path, what each line of it is made of, and
// which instructions matter for the one that is rejected.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "judge/insn_form.h"
#include "judge/known_value.h"
#include "judge/line_alignment.h"
#include "judge/lineage.h"

namespace bpflens {

class CodePath {
 public:
  CodePath(Trace trace, UnitIndex unit, const Obligation& wanted, LineNames& names);

  // The step that the story ends with, and the register that it is about.
  void end_with(StepIndex use, std::optional<RegisterNumber> named);

  StepIndex use() const { return use_; }
  const Lineage& lineage() const { return lineage_; }
  const std::vector<LineKey>& lines() const { return lines_; }
  const std::vector<LineKey>& order() const { return order_; }  // lines by their first step
  StepIndex step_count() const { return static_cast<StepIndex>(lines_.size()); }
  const std::vector<PathInsn>& code_of(LineKey line) const;
  bool has(LineKey line) const { return code_.contains(line); }
  const Insn& insn_at(StepIndex step) { return walk_.code.at(step); }
  Place place(StepIndex step) const { return place_of(trace_.read_step(unit_, step)); }
  Place place_of_insn(uint32_t insn) const;  // at its last visit
  KnownValue value(StepIndex step, RegisterNumber number) const;
  Era era() const { return trace_.era; }
  // Instructions that made, carried or checked what the use reads, and the use.
  std::set<uint32_t> story() const;

  // A jump of this line that looks at a value of the story; nullopt if there is none.
  std::optional<StepIndex> check_at(LineKey line) const;
  // The jump of this line that asks the same as a jump of another path.
  const PathInsn* jump_like(const PathInsn& jump, LineKey line) const;
  PathInsn path_insn(StepIndex step) const;

 private:
  void read_code();

  const Trace trace_;
  UnitIndex unit_;
  Replay replay_;
  SourceView no_source_;
  Evidence seen_;
  ProofWalk walk_;
  std::vector<LineKey> lines_, order_;
  std::map<LineKey, std::vector<PathInsn>> code_;
  StepIndex use_ = 0;
  Lineage lineage_;
};

}  // namespace bpflens
