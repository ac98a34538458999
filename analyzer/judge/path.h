// Questions about the steps of a failing path that rules and explanations share.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/evidence.h"
#include "facts/finding.h"
#include "facts/trace.h"

namespace bpflens {

// Reads each instruction of the program once, however often the path visits it.
class PathCode {
 public:
  PathCode(const Trace& trace, UnitIndex unit) : trace_(trace), unit_(unit) {}
  const Insn& at(StepIndex step);

 private:
  const Trace& trace_;
  UnitIndex unit_;
  // A path may be a million steps: a look-up is one index, no hash.
  std::vector<uint32_t> place_;  // by instruction number: in known_, plus 1; 0 if not read yet
  std::deque<Insn> known_;
};

Place place_of(const Step& step);

std::string name_of(RegisterNumber number);  // "R4"

// The other way; nullopt for what is no register's name. An argument is one of R1 to R5.
std::optional<RegisterNumber> register_named(std::string_view name);
std::optional<RegisterNumber> argument_named(std::string_view name);

// The registers that an instruction reads, or `named` and then the others. Of a call all arguments.
std::vector<RegisterNumber> registers_read_by(const Insn& insn,
                                              std::optional<RegisterNumber> named);

// What happened to a register at a step, with how its state after it is known.
ProofEvent event_at(const Evidence& seen, StepIndex step, ProofKind kind, RegisterNumber number,
                    std::string text);

// The last step at this instruction.
std::optional<StepIndex> last_visit(const Path& path, uint32_t insn);

struct PathBranches {
  std::vector<BranchTaken> last;  // oldest first
  uint64_t older = 0;             // not listed
};

// The conditional jumps that led to the path's end, the last `count` of them.
PathBranches branches_of(const Trace& trace, UnitIndex unit, size_t count);

}  // namespace bpflens
