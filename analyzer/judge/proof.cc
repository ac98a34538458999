// One step back at a time: what did this instruction do to the holder? It left it alone, carried
// the value there, or made it. Frames are counted back from the first step, at calls and exits.
#include "judge/proof.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "facts/callbacks.h"
#include "judge/proof_memory.h"

namespace bpflens {
namespace {

// Nothing: the holder was left alone.
using Cause = std::variant<std::monostate, Link, Origin>;

constexpr uint8_t register_bytes = 8;

Holder register_of(uint32_t frame, RegisterNumber number) {
  return {false, frame, number, register_bytes};
}

Origin made(OriginKind kind, StepIndex step, const Holder& holder, int64_t constant = 0) {
  return {kind, step, holder, constant};
}

NumberOperation low_bits(uint8_t size_bytes) { return {Change::LowBits, uint64_t{size_bytes} * 8}; }

// A subprogram, or the callback of a helper, begins after this call.
bool enters_frame(ProofWalk& walk, StepIndex step) {
  return is_call(walk.code.at(step)) && step + 1 < walk.step_count() &&
         walk.insn_at(step + 1) != walk.insn_at(step) + 1;
}

// A function that tail calls returns to its caller what the other program returns.
bool ends_by_tail_call(ProofWalk& walk, StepIndex step) {
  return walk.code.at(step).callee == "bpf_tail_call" && enters_frame(walk, step);
}

Origin constant_of_move(const Insn& insn, StepIndex step, const Holder& holder) {
  const int64_t value = insn.is_32bit ? static_cast<uint32_t>(insn.imm) : insn.imm;
  return made(OriginKind::Constant, step, holder, value);
}

// `r4 += r3`
Cause arithmetic(ProofWalk& walk, StepIndex step, const Insn& insn, const Holder& holder,
                 const ChooseOperand& choose) {
  std::optional<int64_t> constant;
  if (insn.src_is_register && insn.src != insn.dst)
    constant = constant_before(walk, step, register_of(holder.frame, insn.src));
  if (auto operations = operations_of(insn, constant))
    return Link{step, LinkKind::Computed, holder, holder, std::move(*operations), std::nullopt};
  const auto followed = choose ? choose(step, insn) : std::nullopt;
  if (!followed) return made(OriginKind::Computed, step, holder);
  const RegisterNumber other = *followed == insn.dst ? insn.src : insn.dst;
  const Holder from = register_of(holder.frame, *followed);
  return Link{step, LinkKind::Computed, holder, from, {{Change::WithRegister, step}}, other};
}

Cause move(StepIndex step, const Insn& insn, const Holder& holder) {
  if (!insn.src_is_register) return constant_of_move(insn, step, holder);
  const Holder from = register_of(holder.frame, insn.src);
  NumberOperations operations = *operations_of(insn, std::nullopt);
  return Link{step, LinkKind::Copied, holder, from, std::move(operations), std::nullopt};
}

Cause load(ProofWalk& walk, StepIndex step, const Insn& insn, const Holder& holder) {
  const StackAccess access = stack_access(walk, step, holder.frame, insn.src);
  if (!access.bytes) {
    const auto kind = access.may_be_stack ? OriginKind::Other : OriginKind::Load;
    return made(kind, step, holder);
  }
  NumberOperations operations;
  if (insn.sign_extend_bits != 0) operations.push_back({Change::SignExtend, insn.sign_extend_bits});
  return Link{step, LinkKind::Filled, holder, *access.bytes, std::move(operations), std::nullopt};
}

// Of a map or a function. Unprivileged loads print 0 for every address; the kernel's own lie in the
// upper half, where small negative numbers are, too.
bool may_be_address(int64_t number) {
  constexpr int64_t lowest_address = -(int64_t{1} << 56);
  return number == 0 || (number < INT32_MIN && number >= lowest_address);
}

Cause cause_in_register(ProofWalk& walk, StepIndex step, const Insn& insn, const Holder& holder,
                        const ChooseOperand& choose) {
  if (is_call(insn)) {
    if (holder.where == 0) return made(OriginKind::Call, step, holder);
    if (holder.where <= 5) return made(OriginKind::Unknown, step, holder);
    return {};
  }
  // The old packet loads are calls inside the kernel.
  if (insn.kind == InsnKind::LoadPacket && holder.where >= 1 && holder.where <= 5)
    return made(OriginKind::Unknown, step, holder);
  const auto written = written_register(insn);
  if (!written || *written != holder.where) return {};
  switch (insn.kind) {
    case InsnKind::Move:
      return move(step, insn, holder);
    case InsnKind::Alu:
    case InsnKind::Negate:
    case InsnKind::ByteSwap:
      return arithmetic(walk, step, insn, holder, choose);
    case InsnKind::Load:
      return load(walk, step, insn, holder);
    case InsnKind::LoadImm64:
      if (may_be_address(insn.imm)) return made(OriginKind::Other, step, holder);
      return made(OriginKind::Constant, step, holder, insn.imm);
    default:
      return made(OriginKind::Other, step, holder);
  }
}

// A store of exactly these bytes carries, one that touches them otherwise makes something new.
Cause cause_in_stack(ProofWalk& walk, StepIndex step, uint32_t frame, const Insn& insn,
                     const Holder& holder) {
  if (is_call(insn)) {
    const bool writes = call_may_write(walk, step, frame, insn, holder);
    return writes ? Cause(made(OriginKind::Call, step, holder)) : Cause();
  }
  if (insn.kind != InsnKind::Store && insn.kind != InsnKind::Atomic) return {};
  const StackAccess access = stack_access(walk, step, frame, insn.dst);
  if (!access.may_be_stack) return {};
  const auto& touched = access.bytes ? access.bytes : access.within;
  if (touched && !overlap(*touched, holder)) return {};
  if (insn.kind == InsnKind::Atomic || access.bytes != holder || !insn.src_is_register)
    return made(OriginKind::Other, step, holder);
  const Holder from = register_of(frame, insn.src);
  NumberOperations kept = followed_by({}, low_bits(insn.size_bytes));
  return Link{step, LinkKind::Spilled, holder, from, std::move(kept), std::nullopt};
}

// The argument of a helper that its callback gets in this register.
std::optional<RegisterNumber> argument_behind(const Insn& call, int32_t of_callback) {
  if (call.kind == InsnKind::CallSubprogram)
    return of_callback >= 1 && of_callback <= 5
               ? std::optional(static_cast<RegisterNumber>(of_callback))
               : std::nullopt;
  for (const CallbackArgument& argument : callback_arguments)
    if (argument.helper == call.callee && argument.of_callback == of_callback)
      return argument.of_helper;
  return std::nullopt;
}

// At the call that begins the frame `inner`.
Cause cause_at_entry(ProofWalk& walk, StepIndex step, uint32_t inner, const Holder& holder) {
  const Insn& insn = walk.code.at(step);
  if (holder.frame == inner) {
    const auto argument = holder.in_stack ? std::nullopt : argument_behind(insn, holder.where);
    if (!argument) return made(OriginKind::Unknown, step, holder);
    const Holder from = register_of(inner - 1, *argument);
    return Link{step, LinkKind::Passed, holder, from, {}, std::nullopt};
  }
  // A callback returns before its helper: nothing has changed there. A subprogram kills R1 to R5.
  const bool is_killed = insn.kind == InsnKind::CallSubprogram && !holder.in_stack &&
                         holder.frame + 1 == inner && holder.where <= 5;
  return is_killed ? Cause(made(OriginKind::Unknown, step, holder)) : Cause();
}

// At the exit from the frame `inner`.
Cause cause_at_exit(ProofWalk& walk, StepIndex step, uint32_t inner, const Holder& holder) {
  const bool is_result = !holder.in_stack && holder.where == 0 && holder.frame + 1 == inner;
  if (!is_result || walk.code.at(step + 1).kind == InsnKind::Call) return {};
  return Link{step, LinkKind::Returned, holder, register_of(inner, 0), {}, std::nullopt};
}

bool is_operand(const Insn& insn, const Holder& holder) {
  if (insn.kind != InsnKind::Branch || insn.operation == Operation::MayGoto || holder.in_stack)
    return false;
  return insn.dst == holder.where || (insn.src_is_register && insn.src == holder.where);
}

// Longer stories are not told, and their numbers not compared.
constexpr size_t most_links = 1000, most_compares = 1000;

// A walk at one point: `frame` is that of the step that was looked at last.
struct Walker {
  ProofWalk& walk;
  const ChooseOperand& choose;
  History history;
  Holder holder;
  uint32_t frame = 0;

  Cause cause_at(StepIndex step);
  Origin origin_before(StepIndex step);
};

Cause Walker::cause_at(StepIndex step) {
  const Insn& insn = walk.code.at(step);
  if (insn.kind == InsnKind::Exit) {
    frame++;
    return cause_at_exit(walk, step, frame, holder);
  }
  if (ends_by_tail_call(walk, step)) {
    frame++;
    const bool is_result = !holder.in_stack && holder.where == 0 && holder.frame + 1 == frame;
    return is_result ? Cause(made(OriginKind::Call, step, holder)) : Cause();
  }
  if (enters_frame(walk, step)) {
    if (frame == 0) return made(OriginKind::Unknown, step, holder);  // the path was misread
    frame--;
    return cause_at_entry(walk, step, frame + 1, holder);
  }
  if (holder.in_stack) return cause_in_stack(walk, step, frame, insn, holder);
  if (frame != holder.frame) return {};
  if (is_operand(insn, holder) && history.compared.size() < most_compares)
    history.compared.push_back({step, holder, history.links.size()});
  return cause_in_register(walk, step, insn, holder, choose);
}

Origin Walker::origin_before(StepIndex step) {
  while (walk.steps_left > 0 && history.links.size() < most_links) {
    if (!holder.in_stack && holder.where == frame_pointer)
      return {OriginKind::FramePointer, std::nullopt, holder, 0};
    if (step == 0) return {OriginKind::BeforePath, std::nullopt, holder, 0};
    walk.steps_left--;
    Cause cause = cause_at(--step);
    if (const auto* origin = std::get_if<Origin>(&cause)) return *origin;
    auto* link = std::get_if<Link>(&cause);
    if (!link) continue;
    holder = link->from;
    history.links.push_back(std::move(*link));
  }
  return {};
}

constexpr int deepest_walk = 4;

}  // namespace

std::string name_of(const Holder& holder) {
  return (holder.in_stack ? "fp" : "R") + std::to_string(holder.where);
}

ProofEvent event_at(const Evidence& seen, StepIndex step, ProofKind kind, const Holder& holder,
                    std::string text) {
  if (!holder.in_stack)
    return event_at(seen, step, kind, static_cast<RegisterNumber>(holder.where), std::move(text));
  ProofEvent event;
  event.kind = kind;
  event.step = step;
  event.place = place_of(seen.step(step));
  event.register_name = name_of(holder);
  event.text = std::move(text);
  return event;
}

bool is_same_origin(const Origin& a, const Origin& b) {
  if (a.kind != b.kind || a.kind == OriginKind::Unknown) return false;
  if (a.kind == OriginKind::Constant) return a.constant == b.constant;
  return a.step == b.step && a.holder == b.holder;
}

namespace {

// A load of fewer bytes leaves the upper bits clear, or gives them the sign.
NumberOperations conversion_at(ProofWalk& walk, const Origin& origin) {
  if (origin.holder.in_stack) return followed_by({}, low_bits(origin.holder.size_bytes));
  if (!origin.step) return {};
  const Insn& insn = walk.code.at(*origin.step);
  if (insn.kind != InsnKind::Load) return {};
  NumberOperation conversion = low_bits(insn.size_bytes);
  if (insn.sign_extend_bits != 0) conversion.change = Change::SignExtend;
  return followed_by({}, conversion);
}

}  // namespace

bool is_same_number(const Number& a, const Number& b) {
  return is_same_origin(a.origin, b.origin) && a.operations == b.operations;
}

Number number_of(ProofWalk& walk, const History& history, size_t newer_links) {
  Number number{history.origin, conversion_at(walk, history.origin)};
  for (size_t i = history.links.size(); i-- > newer_links;)
    number.operations = followed_by(std::move(number.operations), history.links[i].operations);
  return number;
}

std::optional<Holder> holder_before(const History& history, StepIndex step) {
  if (history.origin.step && *history.origin.step >= step) return std::nullopt;
  for (const Link& link : history.links)
    if (link.step < step) return link.to;
  return history.links.empty() ? history.holder : history.links.back().from;
}

History since_last_change(History history) {
  const auto changes = [](const Link& link) {
    return !std::ranges::all_of(link.operations, [](const NumberOperation& operation) {
      return operation.change == Change::Add;
    });
  };
  const auto change = std::ranges::find_if(history.links, changes);
  if (change == history.links.end()) return history;
  const auto newer = static_cast<size_t>(change - history.links.begin());
  history.origin = {OriginKind::Other, change->step, change->to, 0};
  history.links.resize(newer);
  std::erase_if(history.compared, [&](const Compared& at) { return at.newer_links > newer; });
  return history;
}

std::optional<Known> known_before(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  if (walk.questions_left == 0) return std::nullopt;
  walk.questions_left--;
  return walk.seen.replay.register_before(step, number);
}

std::optional<Known> known_after(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  if (walk.questions_left == 0) return std::nullopt;
  walk.questions_left--;
  return walk.seen.replay.register_after(step, number);
}

Holder register_at(const ProofWalk& walk, StepIndex step, RegisterNumber number) {
  return register_of(walk.seen.step(step).frame, number);
}

History history_before(ProofWalk& walk, StepIndex step, const Holder& holder,
                       const ChooseOperand& choose) {
  Walker walker{walk, choose, {holder, {}, {}, {}}, holder, holder.frame};
  if (walk.depth == deepest_walk) return walker.history;
  walk.depth++;
  walker.history.origin = walker.origin_before(step);
  walk.depth--;
  return std::move(walker.history);
}

std::optional<int64_t> constant_before(ProofWalk& walk, StepIndex step, const Holder& holder) {
  const History history = history_before(walk, step, holder);
  const bool is_constant =
      history.origin.kind == OriginKind::Constant && number_of(walk, history).operations.empty();
  return is_constant ? std::optional(history.origin.constant) : std::nullopt;
}

std::optional<bool> side_taken(ProofWalk& walk, StepIndex branch) {
  const Insn& insn = walk.code.at(branch);
  if (insn.jump == 0 || branch + 1 >= walk.step_count()) return std::nullopt;
  return walk.insn_at(branch + 1) != walk.insn_at(branch) + 1;
}

}  // namespace bpflens
