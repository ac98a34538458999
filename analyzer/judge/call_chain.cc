#include "judge/call_chain.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace bpflens {
namespace {

constexpr int most_frames = 64;

struct Chain {
  uint64_t bytes = 0;
  const ProgramCall* next = nullptr;  // the call that goes on
  bool is_known = false;
};

class Deepest {
 public:
  explicit Deepest(const ProgramFunctions& functions) : functions_(functions) {}

  // Each frame takes a multiple of some bytes: more frames need more, at the same sum.
  const Chain& from(uint32_t first_insn, int depth) {
    constexpr uint64_t rounding = 16;
    Chain& chain = chains_[first_insn];
    if (chain.is_known || depth == most_frames) return chain;
    chain.is_known = true;  // a call in a circle ends here
    const ProgramFunction& function = functions_.at(first_insn);
    Chain found;
    for (const ProgramCall& call : function.calls) {
      const uint64_t bytes = from(call.target, depth + 1).bytes;
      if (found.next == nullptr || bytes > found.bytes) found = {bytes, &call, true};
    }
    found.bytes += (std::max<uint64_t>(function.stack(), 1) + rounding - 1) / rounding * rounding;
    found.is_known = true;
    return chains_[first_insn] = found;
  }

 private:
  const ProgramFunctions& functions_;
  std::map<uint32_t, Chain> chains_;
};

}  // namespace

std::vector<ChainedFunction> deepest_call_chain(const ProgramFunctions& functions,
                                                std::string_view program) {
  std::vector<ChainedFunction> chain;
  if (functions.size() < 2) return chain;
  Deepest deepest(functions);
  uint32_t first_insn = 0;
  std::optional<Place> call;
  while (chain.size() < most_frames) {
    const ProgramFunction& function = functions.at(first_insn);
    const std::string name =
        first_insn == 0 && function.name.empty() ? std::string(program) : function.name;
    chain.push_back(
        {name, first_insn, std::move(call), function.stack(), function.told_stack.has_value()});
    const ProgramCall* next = deepest.from(first_insn, 0).next;
    const auto is_next = [&](const ChainedFunction& in) { return in.first_insn == next->target; };
    if (!next || std::ranges::any_of(chain, is_next)) break;  // a circle has no end
    call = next->place;
    first_insn = next->target;
  }
  return chain;
}

}  // namespace bpflens
