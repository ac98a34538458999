#include "judge/program_functions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "judge/called_name.h"
#include "judge/path.h"

namespace bpflens {
namespace {

constexpr size_t most_functions = 1'024;
constexpr int64_t most_stack = 1 << 20;

// `call pc+10`; of `r2 = 0x6`, a callback, the number counts from the next instruction as well.
std::optional<uint32_t> target_of(const Step& step) {
  const Insn& code = step.code;
  const RegisterState* loaded =
      code.kind == InsnKind::LoadImm64 ? step.told.state.find(code.dst) : nullptr;
  const bool is_callback = loaded && loaded->type == RegisterType::Func;
  if (code.kind != InsnKind::CallSubprogram && !is_callback) return std::nullopt;
  const int64_t target = int64_t{step.insn} + 1 + (is_callback ? code.imm : code.jump);
  if (target < 0 || target > UINT32_MAX) return std::nullopt;
  return static_cast<uint32_t>(target);
}

// How far an instruction reaches into its frame by itself, or by the address that is made of the
// frame pointer right before it.
int64_t reach_of(const Insn& code, const Insn& before) {
  if (code.kind == InsnKind::Load && code.src == frame_pointer) return -int64_t{code.offset};
  const bool writes = code.kind == InsnKind::Store || code.kind == InsnKind::Atomic;
  if (writes && code.dst == frame_pointer) return -int64_t{code.offset};
  const bool moves = before.kind == InsnKind::Move && before.src_is_register &&
                     before.src == frame_pointer && before.dst == code.dst;
  const bool adds = code.kind == InsnKind::Alu && code.operation == Operation::Add;
  return moves && adds && !code.src_is_register ? -code.imm : 0;
}

class Reader {
 public:
  explicit Reader(const Trace& trace) : trace_(trace) {}

  ProgramFunctions read() {
    functions_[0];
    for (const LoggedFunction& logged : trace_.functions) add_logged(logged);
    for (UnitIndex unit = 0; unit < trace_.units.size(); ++unit) read_unit(unit);
    for (auto& [insn, call] : calls_) add_call(insn, std::move(call));
    for (const auto& [insn, reach] : reaches_) {
      uint64_t& used = function_of(insn).used_stack;
      used = std::max(used, reach);
    }
    return std::move(functions_);
  }

 private:
  void add_logged(const LoggedFunction& logged) {
    if (!logged.first_insn) return;
    ProgramFunction& function = functions_[*logged.first_insn];
    function.told_stack = logged.stack_bytes;
    function.name = logged.name;
  }

  ProgramFunction& function_of(uint32_t insn) {
    return std::prev(functions_.upper_bound(insn))->second;
  }

  void read_unit(UnitIndex index) {
    const Unit& unit = trace_.units[index];
    Insn before;
    for (size_t i = 0; i < unit.visits.size(); ++i) {
      const Step step = trace_.read_visited(index, i);
      if (const auto target = target_of(step))
        calls_.emplace_back(step.insn, ProgramCall{place_of(step), *target});
      const int64_t reach = reach_of(step.code, before);
      if (reach > 0 && reach < most_stack) reaches_.emplace_back(step.insn, reach);
      before = step.code;
    }
    if (unit.kind == UnitKind::GlobalFunction && !unit.visits.empty()) {
      ProgramFunction& global = functions_[unit.visits.front().insn];
      global.name = unit.name;
      global.is_global = true;
    }
    if (functions_.size() < most_functions)
      for (const auto& [insn, call] : calls_) functions_[call.target];
  }

  void add_call(uint32_t insn, ProgramCall call) {
    ProgramFunction& callee = functions_[call.target];
    if (callee.name.empty()) callee.name = called_name(call.place);
    function_of(insn).calls.push_back(std::move(call));
  }

  const Trace& trace_;
  ProgramFunctions functions_;
  std::vector<std::pair<uint32_t, ProgramCall>> calls_;
  std::vector<std::pair<uint32_t, uint64_t>> reaches_;
};

}  // namespace

ProgramFunctions functions_of(const Trace& trace) { return Reader(trace).read(); }

}  // namespace bpflens
