// Where does a value come from? A walk from a use back along the failing path, through moves,
// spills and subprograms, to the instruction that made the value. Two holders with the same origin
// and the same operations since then hold the same number, whatever the verifier knows of either.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/number.h"
#include "judge/path.h"

namespace bpflens {

// What walks along one path share. A path may be a million steps: the budget bounds all walks
// together.
struct ProofWalk {
  explicit ProofWalk(const Evidence& evidence)
      : seen(evidence),
        code(evidence.trace, evidence.unit_index),
        questions_left(step_count() < 10'000 ? 2000 : 40) {}

  const Evidence& seen;
  PathCode code;
  uint64_t steps_left = 4'000'000;
  int questions_left;  // to the replay, which may cost some thousand steps each
  int depth = 0;       // of walks within walks

  uint32_t insn_at(StepIndex step) const { return seen.unit().path.steps[step].insn; }
  StepIndex step_count() const { return static_cast<StepIndex>(seen.unit().path.steps.size()); }
};

// A register, or bytes of the stack, of one frame.
struct Holder {
  bool in_stack = false;
  uint32_t frame = 0;
  int32_t where = 0;       // register number, or offset from the frame pointer
  uint8_t size_bytes = 8;  // in the stack
  bool operator==(const Holder&) const = default;
};

std::string name_of(const Holder& holder);  // "R4", "fp-8"

// What happened to a holder at a step.
ProofEvent event_at(const Evidence& seen, StepIndex step, ProofKind kind, const Holder& holder,
                    std::string text);

enum class LinkKind : uint8_t { Copied, Computed, Spilled, Filled, Passed, Returned };

// One instruction that took the value from one holder into another, or computed with it.
struct Link {
  StepIndex step = 0;
  LinkKind kind = LinkKind::Copied;
  Holder to, from;
  NumberOperations operations;
  std::optional<RegisterNumber> other;  // what it was computed with, if that is not constant
};

enum class OriginKind : uint8_t {
  Unknown,     // the walk gave up
  BeforePath,  // held when the path began
  FramePointer,
  Load,
  Call,  // returned by a call, or written by it into the stack
  Constant,
  Computed,  // from two registers of which none was followed
  Other,
};

// What made the value.
struct Origin {
  OriginKind kind = OriginKind::Unknown;
  std::optional<StepIndex> step;
  Holder holder;         // right after it
  int64_t constant = 0;  // Constant
};

bool is_same_origin(const Origin& a, const Origin& b);

// A conditional jump that looked at the value.
struct Compared {
  StepIndex step = 0;
  Holder holder;
  size_t newer_links = 0;  // how many links of the history come after it
};

struct History {
  Holder holder;
  std::vector<Link> links;         // newest first
  std::vector<Compared> compared;  // newest first
  Origin origin;
};

// A number as origin and operations.
struct Number {
  Origin origin;
  NumberOperations operations;
};

bool is_same_number(const Number& a, const Number& b);

// The number of the history's holder; with `newer_links`: before the last so many links.
Number number_of(ProofWalk& walk, const History& history, size_t newer_links = 0);

// Where the value was before `step`; nullopt before it was made.
std::optional<Holder> holder_before(const History& history, StepIndex step);

// As far back as the value was only carried, or a constant added to it.
History since_last_change(History history);

// Which operand of `dst op= src` is to be followed, when src is not constant; nullopt: neither.
using ChooseOperand = std::function<std::optional<RegisterNumber>(StepIndex, const Insn&)>;

// Nullopt when the budget is used up.
std::optional<Known> known_before(ProofWalk& walk, StepIndex step, RegisterNumber number);
std::optional<Known> known_after(ProofWalk& walk, StepIndex step, RegisterNumber number);

// The register in the frame of `step`.
Holder register_at(const ProofWalk& walk, StepIndex step, RegisterNumber number);

// How the holder came to its value before `step`, in whose frame it is.
History history_before(ProofWalk& walk, StepIndex step, const Holder& holder,
                       const ChooseOperand& choose = {});

// The constant in a register; nullopt if it is none, or computed.
std::optional<int64_t> constant_before(ProofWalk& walk, StepIndex step, const Holder& holder);

// Does the branch's condition hold on this path? Nullopt if both sides lead to the same place.
std::optional<bool> side_taken(ProofWalk& walk, StepIndex branch);

}  // namespace bpflens
