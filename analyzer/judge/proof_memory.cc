// Pointers are compared like numbers: by origin and operations.
#include "judge/proof_memory.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/pointer_path.h"

namespace bpflens {
namespace {

// What points to memory: the origin of the pointer and its distance from there.
struct Address {
  Origin base;
  int64_t distance = 0;
};

// No pointer may be moved by more.
constexpr int64_t farthest = int64_t{1} << 30;

std::optional<int64_t> distance_of(const NumberOperations& operations) {
  if (operations.empty()) return 0;
  if (operations.size() != 1 || operations[0].change != Change::Add) return std::nullopt;
  const auto distance = static_cast<int64_t>(operations[0].constant);
  const bool is_possible = distance >= -farthest && distance <= farthest;
  return is_possible ? std::optional(distance) : std::nullopt;
}

std::optional<Address> address_before(ProofWalk& walk, StepIndex step, const Holder& pointer) {
  const History history = history_before(walk, step, pointer);
  // A 64-bit load may give a pointer; of what a 32-bit one gives, ctx->data is one.
  Number number = number_of(walk, history);
  if (history.origin.kind == OriginKind::Load && !number.operations.empty() &&
      number.operations[0] == NumberOperation{Change::LowBits, 32})
    number.operations.erase(number.operations.begin());
  const auto distance = distance_of(number.operations);
  if (!distance || history.origin.kind == OriginKind::Unknown) return std::nullopt;
  return Address{history.origin, *distance};
}

Holder register_of(uint32_t frame, RegisterNumber number) { return {false, frame, number, 8}; }

// These only read what their arguments point to.
constexpr std::array reading_helpers{
    std::string_view("bpf_map_lookup_elem"),   std::string_view("bpf_map_update_elem"),
    std::string_view("bpf_map_delete_elem"),   std::string_view("bpf_trace_printk"),
    std::string_view("bpf_perf_event_output"), std::string_view("bpf_ringbuf_output"),
};

bool only_reads(const Insn& call) {
  return std::ranges::find(reading_helpers, call.callee) != reading_helpers.end();
}

// Whose stack it is; before 6.8 a log does not say.
std::optional<uint32_t> frame_of(ProofWalk& walk, StepIndex step, const RegisterState& pointer) {
  if (pointer.frame >= 0) return static_cast<uint32_t>(pointer.frame);
  const uint32_t frame = walk.seen.step(step).frame;
  const bool is_said = frame == 0 || walk.seen.trace.era >= Era::F;
  return is_said ? std::optional(frame) : std::nullopt;
}

// As the verifier knows the pointer: into a stack between two bounds, or elsewhere.
StackAccess told_access(ProofWalk& walk, StepIndex step, RegisterNumber base) {
  const auto known = known_before(walk, step, base);
  if (!known || !known->state) return {true, std::nullopt, std::nullopt};
  const RegisterState& state = *known->state;
  if (state.type != RegisterType::Fp) return {};
  constexpr int64_t stack_bytes = 512;
  const Insn& insn = walk.code.at(step);
  const int64_t start = state.offset + insn.offset;
  const int64_t least = start + std::max(state.scalar.range.smin, -stack_bytes),
                most = start + std::min(state.scalar.range.smax, stack_bytes) + insn.size_bytes;
  const auto frame = frame_of(walk, step, state);
  const bool is_known = known->certainty != Certainty::Unknown && frame;
  if (!is_known || least < -stack_bytes || most > 0 || most - least > UINT8_MAX)
    return {true, std::nullopt, std::nullopt};
  const Holder within{true, *frame, static_cast<int32_t>(least),
                      static_cast<uint8_t>(most - least)};
  return {true, std::nullopt, within};
}

}  // namespace

StackAccess stack_access(ProofWalk& walk, StepIndex step, uint32_t frame, RegisterNumber base) {
  const Insn insn = walk.code.at(step);
  const auto address = address_before(walk, step, register_of(frame, base));
  if (!address || address->base.kind == OriginKind::Computed) return told_access(walk, step, base);
  if (address->base.kind != OriginKind::FramePointer) return {};
  const int64_t where = address->distance + insn.offset;
  if (where < INT32_MIN || where > INT32_MAX) return {true, std::nullopt, std::nullopt};
  return {true,
          Holder{true, address->base.holder.frame, static_cast<int32_t>(where), insn.size_bytes},
          std::nullopt};
}

bool overlap(const Holder& a, const Holder& b) {
  const int64_t a_end = int64_t{a.where} + a.size_bytes, b_end = int64_t{b.where} + b.size_bytes;
  return a.frame == b.frame && a.where < b_end && b.where < a_end;
}

bool call_may_write(ProofWalk& walk, StepIndex step, uint32_t frame, const Insn& call,
                    const Holder& bytes) {
  if (only_reads(call)) return false;
  for (RegisterNumber number = 1; number <= 5; number++) {
    const auto address = address_before(walk, step, register_of(frame, number));
    if (!address || address->base.kind != OriginKind::FramePointer) continue;
    const bool is_same_frame = address->base.holder.frame == bytes.frame;
    if (is_same_frame && address->distance < int64_t{bytes.where} + bytes.size_bytes) return true;
  }
  return false;
}

namespace {

// What made the pointer that this one was moved away from, by whatever distance.
Origin origin_of_pointer(ProofWalk& walk, StepIndex step, const Holder& pointer) {
  return pointer_history(walk, step, pointer).origin;
}

// What a load reads.
struct Loaded {
  Address place;
  Origin pointer;
  Insn load;
};

bool gets_pointer(ProofWalk& walk, StepIndex step, uint32_t frame, const Loaded& loaded) {
  for (RegisterNumber number = 1; number <= 5; number++)
    if (is_same_origin(origin_of_pointer(walk, step, register_of(frame, number)), loaded.pointer))
      return true;
  return false;
}

bool stores_there(ProofWalk& walk, StepIndex step, uint32_t frame, const Insn& store,
                  const Loaded& loaded) {
  const Holder pointer = register_of(frame, store.dst);
  const auto target = address_before(walk, step, pointer);
  if (!target || !is_same_origin(target->base, loaded.place.base)) {
    const Origin origin = origin_of_pointer(walk, step, pointer);
    const bool is_known = origin.kind != OriginKind::Unknown && origin.kind != OriginKind::Computed;
    return !is_known || is_same_origin(origin, loaded.pointer);
  }
  const int64_t from = target->distance + store.offset, to = from + store.size_bytes;
  const int64_t load_from = loaded.place.distance + loaded.load.offset;
  return from < load_from + loaded.load.size_bytes && load_from < to;
}

// Can this step of `frame` change the bytes that the load reads?
bool may_change(ProofWalk& walk, StepIndex step, uint32_t frame, const Loaded& loaded) {
  const Insn insn = walk.code.at(step);
  if (insn.kind == InsnKind::CallSubprogram || insn.kind == InsnKind::Exit) return true;
  if (is_call(insn)) return !only_reads(insn) && gets_pointer(walk, step, frame, loaded);
  if (insn.kind != InsnKind::Store && insn.kind != InsnKind::Atomic) return false;
  return stores_there(walk, step, frame, insn, loaded);
}

bool is_same_load(const Insn& a, const Insn& b) {
  return a.size_bytes == b.size_bytes && a.sign_extend_bits == b.sign_extend_bits;
}

}  // namespace

bool reads_same_memory(ProofWalk& walk, const Origin& a, const Origin& b) {
  if (a.kind != OriginKind::Load || b.kind != OriginKind::Load || !a.step || !b.step) return false;
  const Insn load_a = walk.code.at(*a.step), load_b = walk.code.at(*b.step);
  if (a.step == b.step || a.holder.frame != b.holder.frame || !is_same_load(load_a, load_b))
    return false;
  const auto place_a = address_before(walk, *a.step, register_of(a.holder.frame, load_a.src));
  const auto place_b = address_before(walk, *b.step, register_of(b.holder.frame, load_b.src));
  if (!place_a || !place_b || !is_same_origin(place_a->base, place_b->base)) return false;
  if (place_a->distance + load_a.offset != place_b->distance + load_b.offset) return false;
  const auto [first, last] = std::minmax(*a.step, *b.step);
  const Holder pointer = register_of(a.holder.frame, load_a.src);
  const Loaded loaded{*place_a, origin_of_pointer(walk, *a.step, pointer), load_a};
  for (StepIndex step = first + 1; step < last && walk.steps_left > 0; step++) {
    walk.steps_left--;
    if (may_change(walk, step, a.holder.frame, loaded)) return false;
  }
  return walk.steps_left > 0;
}

}  // namespace bpflens
