#include "judge/program_functions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "judge/called_name.h"
#include "judge/path.h"

namespace bpflens {
namespace {

constexpr size_t most_functions = 1'024, most_calls = 100'000;
constexpr int64_t most_stack = 1 << 20;

// `call pc+10`; of `r2 = 0x6`, a callback, the number counts from the next instruction as well.
std::optional<uint32_t> target_of(const Step& step) {
  const Insn& code = step.code;
  const RegisterState* loaded =
      code.kind == InsnKind::LoadImm64 ? step.told.state.find(code.dst) : nullptr;
  const bool is_callback = loaded && loaded->type == RegisterType::Func;
  if (code.kind != InsnKind::CallSubprogram && !is_callback) return std::nullopt;
  const int64_t distance = is_callback ? code.imm : code.jump;
  if (distance > UINT32_MAX || distance < -int64_t{UINT32_MAX}) return std::nullopt;
  const int64_t target = int64_t{step.insn} + 1 + distance;
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
  const bool is_constant = !code.src_is_register && code.imm > -most_stack && code.imm < 0;
  return moves && adds && is_constant ? -code.imm : 0;
}

class Reader {
 public:
  explicit Reader(const Trace& trace) : trace_(trace) {}

  ProgramFunctions read() {
    begin_at(0);
    for (const LoggedFunction& logged : trace_.functions) add_logged(logged);
    for (UnitIndex unit = 0; unit < trace_.units.size(); ++unit) read_unit(unit);
    for (const auto& [insn, call] : calls_) begin_at(call.target);
    for (auto& [insn, call] : calls_) add_call(insn, std::move(call));
    for (const auto& [insn, reach] : reaches_) {
      uint64_t& used = function_of(insn).used_stack;
      used = std::max(used, reach);
    }
    return std::move(functions_);
  }

 private:
  // Null if there are too many of them: the kernel has 256 at most.
  ProgramFunction* begin_at(uint32_t insn) {
    const auto found = functions_.find(insn);
    if (found != functions_.end()) return &found->second;
    return functions_.size() < most_functions ? &functions_[insn] : nullptr;
  }

  void add_logged(const LoggedFunction& logged) {
    ProgramFunction* function = logged.first_insn ? begin_at(*logged.first_insn) : nullptr;
    if (!function) return;
    function->told_stack = logged.stack_bytes;
    function->name = logged.name;
  }

  ProgramFunction& function_of(uint32_t insn) {
    return std::prev(functions_.upper_bound(insn))->second;
  }

  void read_unit(UnitIndex index) {
    const Unit& unit = trace_.units[index];
    Insn before;
    for (size_t i = 0; i < unit.visits.size(); ++i) {
      const Step step = trace_.read_visited(index, i);
      const auto target = target_of(step);
      if (target && calls_.size() < most_calls)
        calls_.emplace_back(step.insn, ProgramCall{place_of(step), *target});
      const int64_t reach = reach_of(step.code, before);
      if (reach > 0 && reach < most_stack) reaches_.emplace_back(step.insn, reach);
      before = step.code;
    }
    if (unit.kind != UnitKind::GlobalFunction || unit.visits.empty()) return;
    ProgramFunction* global = begin_at(unit.visits.front().insn);
    if (!global) return;
    global->name = unit.name;
    global->is_global = true;
  }

  void add_call(uint32_t insn, ProgramCall call) {
    const auto callee = functions_.find(call.target);
    if (callee == functions_.end()) return;
    if (callee->second.name.empty()) callee->second.name = called_name(call.place);
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
