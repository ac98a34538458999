// The stores of the path are laid over the bytes, newest first. Where the path does not show them,
// the kernel's own picture of the stack does.
#include "judge/stack_read.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/pointer_path.h"
#include "judge/proof_memory.h"

namespace bpflens {
namespace {

constexpr int64_t stack_bytes = 512;
constexpr int64_t largest_read = int64_t{1} << 29;
constexpr RegisterNumber last_argument = 5;

// Where the register of a call or a store points to, if that is one place of the stack.
std::optional<Holder> bytes_behind(ProofWalk& walk, StepIndex step, RegisterNumber number) {
  const uint32_t frame = walk.seen.step(step).frame;
  return stack_access(walk, step, frame, number).bytes;
}

// Kernels before 5.12 do not name the register.
void find_argument(ProofWalk& walk, const Obligation& wanted, StackRead& read) {
  const auto named = argument_named(wanted.register_name);
  for (RegisterNumber number = 1; number <= last_argument; number++) {
    if (named && number != *named) continue;
    const auto bytes = bytes_behind(walk, read.step, number);
    if (!bytes || bytes->where != read.from) continue;
    read.argument = number;
    read.frame = bytes->frame;
    return;
  }
  read.argument = named.value_or(0);
}

std::optional<StackRead> described_read(ProofWalk& walk, const Obligation& wanted,
                                        StepIndex rejected) {
  const bool is_about_stack =
      wanted.kind == ObligationKind::StackInitialised || wanted.kind == ObligationKind::StackRange;
  if (!is_about_stack || !wanted.offset || !wanted.size) return std::nullopt;
  const int64_t from = *wanted.offset, size = *wanted.size;
  if (from < -stack_bytes || from >= 0 || size <= 0 || size > largest_read) return std::nullopt;
  StackRead read;
  read.step = rejected;
  read.frame = walk.seen.step(rejected).frame;
  read.from = static_cast<int32_t>(from);
  read.size = static_cast<int32_t>(size);
  if (wanted.kind == ObligationKind::StackInitialised && wanted.limit && *wanted.limit >= 0 &&
      *wanted.limit < size)
    read.readable = static_cast<int32_t>(*wanted.limit);
  return read;
}

void add_write(StackRead& read, const StackWrite& write) {
  if (write.size > 0 && write.from < read.end() && read.from < write.end())
    read.writes.push_back(write);
}

// A helper takes the size of a buffer behind its address. False if it may have written bytes that
// are not known.
bool add_writes_of_call(ProofWalk& walk, StackRead& read, StepIndex step) {
  const Insn& call = walk.code.at(step);
  const uint32_t frame = walk.seen.step(step).frame;
  const int32_t size = std::min({read.size, -read.from, int32_t{UINT8_MAX}});
  const Holder bytes{true, read.frame, read.from, static_cast<uint8_t>(size)};
  if (!call_may_write(walk, step, frame, call, bytes)) return true;
  for (RegisterNumber number = 1; number < last_argument; number++) {
    const auto target = bytes_behind(walk, step, number);
    if (!target || target->frame != read.frame || target->where >= read.from + size) continue;
    const Holder next = register_at(walk, step, static_cast<RegisterNumber>(number + 1));
    const auto length = constant_before(walk, step, next);
    if (!length || *length <= 0 || *length > stack_bytes) return false;
    add_write(read, {step, target->where, static_cast<int32_t>(*length), true});
  }
  return true;
}

bool is_store(const Insn& insn) {
  return insn.kind == InsnKind::Store || insn.kind == InsnKind::Atomic;
}

void find_writes(ProofWalk& walk, StackRead& read) {
  for (StepIndex step = read.step; step-- > 0;) {
    if (walk.steps_left == 0) break;
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    if (insn.kind == InsnKind::Call && !add_writes_of_call(walk, read, step)) break;
    if (!is_store(insn)) continue;
    const auto bytes = bytes_behind(walk, step, insn.dst);
    if (bytes && bytes->frame == read.frame)
      add_write(read, {step, bytes->where, bytes->size_bytes});
  }
}

// As the kernel printed the stack; '?' is a byte without a value.
bool is_told_written(ProofWalk& walk, const StackRead& read, int32_t where) {
  if (read.frame != walk.seen.step(read.step).frame) return false;
  const int32_t slot = slot_of_byte(where);
  const KnownSlot known = walk.seen.replay.slot_before(read.step, slot);
  // Printed from the highest byte down.
  return known.certainty != Certainty::Unknown && known.slot &&
         known.slot->bytes[static_cast<size_t>(slot + 7 - where)] != '?';
}

void find_values(ProofWalk& walk, StackRead& read) {
  const int32_t end = std::min(read.end(), 0);
  for (int32_t where = read.from; where < end; where++) {
    const bool is_readable = read.readable && where - read.from < *read.readable;
    read.has_value.push_back(is_readable || last_write(read, where) ||
                             is_told_written(walk, read, where));
  }
}

}  // namespace

std::optional<StackRead> stack_read(ProofWalk& walk, const Obligation& wanted, StepIndex rejected) {
  if (walk.code.at(rejected).kind != InsnKind::Call) return std::nullopt;
  auto read = described_read(walk, wanted, rejected);
  if (!read) return std::nullopt;
  read->begins_before_paste = walk.seen.unit().path.start_missing;
  find_argument(walk, wanted, *read);
  find_writes(walk, *read);
  find_values(walk, *read);
  return read;
}

std::string places_text(int32_t from, int32_t end) {
  std::string first = "fp" + std::to_string(from);
  const std::string last = "fp" + std::to_string(end - 1);
  if (end - from == 1) return first;
  return first + (end - from == 2 ? " and " : " to ") + last;
}

const StackWrite* last_write(const StackRead& read, int32_t where) {
  const auto found = std::ranges::find_if(read.writes, [&](const StackWrite& write) {
    return write.from <= where && where < write.end();
  });
  return found == read.writes.end() ? nullptr : &*found;
}

std::optional<StackGap> gap_of(const StackRead& read) {
  if (!read.readable || *read.readable >= static_cast<int32_t>(read.has_value.size()))
    return std::nullopt;
  const auto first = read.has_value.begin() + *read.readable;
  if (*first) return std::nullopt;
  const auto end = std::find(first, read.has_value.end(), true);
  return StackGap{read.from + *read.readable,
                  read.from + static_cast<int32_t>(end - read.has_value.begin())};
}

namespace {

bool is_pointer_state(const RegisterState& state) {
  return state.type != RegisterType::Scalar && state.type != RegisterType::NotInit;
}

struct PointerCall {
  std::string_view callee;
  RegisterType type;
};

constexpr std::array pointer_calls{
    PointerCall{"bpf_map_lookup_elem", RegisterType::MapValue},
    PointerCall{"bpf_map_lookup_percpu_elem", RegisterType::MapValue},
    PointerCall{"bpf_ringbuf_reserve", RegisterType::Mem},
};

// Level 1 of kernels before 5.17 prints no states; then the call tells what it returned.
std::optional<RegisterState> returned_pointer(ProofWalk& walk, StepIndex step,
                                              RegisterNumber number) {
  const Origin origin = history_before(walk, step, register_at(walk, step, number)).origin;
  if (origin.kind != OriginKind::Call || !origin.step) return std::nullopt;
  const std::string& callee = walk.code.at(*origin.step).callee;
  const auto found = std::ranges::find(pointer_calls, callee, &PointerCall::callee);
  if (found == pointer_calls.end()) return std::nullopt;
  RegisterState state;
  state.type = found->type;
  state.flags = OrNull;
  return state;
}

std::optional<KeptPointer> told_pointer(ProofWalk& walk, const StackRead& read) {
  if (read.frame != walk.seen.step(read.step).frame) return std::nullopt;
  const KnownSlot known = walk.seen.replay.slot_before(read.step, read.from);
  const bool is_told = known.certainty != Certainty::Unknown && known.slot && known.slot->spill;
  if (!is_told || !is_pointer_state(*known.slot->spill)) return std::nullopt;
  return KeptPointer{*known.slot->spill, std::nullopt, std::nullopt};
}

}  // namespace

std::optional<KeptPointer> kept_pointer(ProofWalk& walk, const StackRead& read) {
  if (read.from % 8 != 0) return std::nullopt;
  const StackWrite* write = last_write(read, read.from);
  if (!write) return told_pointer(walk, read);
  const Insn& store = walk.code.at(write->step);
  const bool keeps_register = store.kind == InsnKind::Store && store.src_is_register;
  if (!keeps_register || write->from != read.from || write->size != 8) return std::nullopt;
  const auto known = known_before(walk, write->step, store.src);
  const auto state =
      known && known->state ? known->state : returned_pointer(walk, write->step, store.src);
  if (!state || !is_pointer_state(*state)) return std::nullopt;
  return KeptPointer{*state, write->step, store.src};
}

}  // namespace bpflens
