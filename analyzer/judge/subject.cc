// The pointer is followed back through its additions. What they add up to, apart from the one
// number in question, and the size of the memory, leave a range for that number.
#include "judge/subject.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/packet_check.h"
#include "judge/pointer_path.h"
#include "judge/proof_range.h"

namespace bpflens {
namespace {

// The verifier draws nothing from a compare with data_end when the pointer may be farther away.
constexpr int64_t largest_packet_offset = 0xffff;
// No pointer may be moved by more, and no size be larger.
constexpr int64_t largest_number = (int64_t{1} << 29) - 1;
constexpr int64_t stack_bytes = 512;

// The memory behind the pointer, from its start; nullopt if its size is not known.
std::optional<Reach> memory_of(const PointerPath& path, const Obligation& wanted) {
  const bool is_of_memory =
      wanted.kind == ObligationKind::MemoryRange || wanted.kind == ObligationKind::HelperSize;
  const bool has_limit = is_of_memory && wanted.limit;
  if (path.base) {
    const RegisterState& base = *path.base;
    if (base.type == RegisterType::Fp) return Reach{-stack_bytes, 0};
    if (base.type == RegisterType::Pkt) return Reach{0, largest_packet_offset};
    if (base.type == RegisterType::MapValue && base.value_size > 0)
      return Reach{0, base.value_size};
    if (base.type == RegisterType::Mem && base.mem_size > 0)
      return Reach{0, bounded(base.mem_size)};
  }
  return has_limit ? std::optional(Reach{0, bounded(*wanted.limit)}) : std::nullopt;
}

// A range for the term that keeps `size` bytes at the pointer plus `offset` inside.
Subject subject_of(const PointerPath& path, const Term& term, const Reach& memory, int64_t offset,
                   int64_t size) {
  const Reach others = reach_without(path, &term);
  Subject subject;
  subject.step = term.step;
  subject.number = term.number;
  subject.pointer = term.pointer;
  subject.within = {memory.least - others.least - offset,
                    memory.most - others.most - offset - size};
  // Beside the stack, the verifier takes no negative sum of what is not constant: as an unsigned
  // number it is huge.
  const bool is_stack = path.base && path.base->type == RegisterType::Fp;
  if (!is_stack)
    subject.within.least = std::max(subject.within.least, -variable_least_without(path, term));
  subject.allowed = subject.within;
  return subject;
}

std::vector<Subject> in_memory(const Obligation& wanted, const PointerPath& path, int64_t offset,
                               int64_t size) {
  const Reach anywhere{0, largest_number};
  const Reach memory = memory_of(path, wanted).value_or(anywhere);
  std::vector<Subject> subjects;
  for (const Term& term : path.terms)
    if (!term.is_subtracted && is_variable(term.range))
      subjects.push_back(subject_of(path, term, memory, offset, size));
  return subjects;
}

// The compare with data_end covers these bytes, but for the size of the number: it must prove that
// `needed` bytes behind the last addition are there.
std::vector<Subject> in_packet(ProofWalk& walk, const PointerPath& path, StepIndex rejected,
                               const Holder& address, int64_t offset, int64_t size) {
  const auto pointer = moved_pointer(walk, rejected, address);
  if (!pointer || path.terms.empty()) return {};
  const int64_t needed = pointer->distance + offset + size;
  for (StepIndex step = rejected; step-- > path.terms[0].step + 1;) {
    const auto check = packet_check_at(walk, step, pointer->moved);
    if (!check || check->distance < needed) continue;
    const Reach memory{0, largest_packet_offset};
    std::vector<Subject> subjects;
    for (const Term& term : path.terms) {
      if (term.is_subtracted || !is_variable(term.range)) continue;
      Subject subject = subject_of(path, term, memory, check->distance - pointer->distance, 0);
      subject.within.least = 0;  // a negative one is refused before anything is summed up
      subject.allowed = subject.within;
      subject.useless_check = step;
      subject.checked_pointer = check->pointer;
      subjects.push_back(subject);
    }
    return subjects;
  }
  return {};
}

struct Access {
  RegisterNumber address = 0;
  int64_t offset = 0, size = 0;
};

std::optional<Access> access_of(const Insn& insn) {
  const auto address = address_register(insn);
  return address ? std::optional(Access{*address, insn.offset, insn.size_bytes}) : std::nullopt;
}

std::vector<Subject> of_access(ProofWalk& walk, const Obligation& wanted, StepIndex rejected,
                               const Access& access) {
  const Holder address = register_at(walk, rejected, access.address);
  const auto path = pointer_path(walk, rejected, address);
  if (!path) return {};
  if (wanted.kind == ObligationKind::PacketRange)
    return in_packet(walk, *path, rejected, address, access.offset, access.size);
  return in_memory(wanted, *path, access.offset, access.size);
}

// The addition itself is refused: the access that follows is not known, it has a byte or more.
std::vector<Subject> of_addition(ProofWalk& walk, const Obligation& wanted, StepIndex rejected,
                                 const Insn& insn) {
  const auto pointer = pointer_operand(walk, rejected, insn);
  if (!pointer) return {};
  auto path = pointer_path(walk, rejected, register_at(walk, rejected, *pointer));
  if (!path) return {};
  const RegisterNumber number = *pointer == insn.dst ? insn.src : insn.dst;
  const Term term{rejected, number, *pointer, insn.operation == Operation::Sub,
                  range_before(walk, rejected, number)};
  if (term.is_subtracted || !is_variable(term.range)) return {};
  const bool is_packet = path->base && path->base->type == RegisterType::Pkt;
  const Reach memory = is_packet ? Reach{0, largest_packet_offset}
                                 : memory_of(*path, wanted).value_or(Reach{0, largest_number});
  Subject subject = subject_of(*path, term, memory, 0, 1);
  if (is_packet) subject.within.least = 0;
  subject.allowed = {-largest_number, largest_number};
  return {subject};
}

// These take a size of 64 bits.
constexpr std::array wide_sizes{
    std::string_view("bpf_perf_event_output"), std::string_view("bpf_ringbuf_output"),
    std::string_view("bpf_skb_output"), std::string_view("bpf_xdp_output")};

// Other helpers take a size of 32 bits, of which the kernel looks at the whole register.
UsedPart size_part(const Insn& call) {
  const bool is_helper = call.callee.starts_with("bpf_");
  const bool is_wide = std::ranges::find(wide_sizes, call.callee) != wide_sizes.end();
  return is_helper && !is_wide ? UsedPart::LowHalf : UsedPart::Whole;
}

// A size of 0 is refused, too: it is what is wrong if nothing else is, or if the sentence says so.
bool is_zero_refused(const Obligation& wanted, const Scalar& size, const WantedBounds& within) {
  if (wanted.kind != ObligationKind::HelperSize) return false;
  return wanted.size == 0 || fits(size, within);
}

// Where the sentence tells how large the memory is, the register that it blames is the buffer's.
bool blames_buffer(const Obligation& wanted) {
  return wanted.kind == ObligationKind::HelperSize && wanted.limit.has_value();
}

// The size of the buffer in the argument before it.
std::optional<Subject> of_size(ProofWalk& walk, const Obligation& wanted, StepIndex call,
                               RegisterNumber size) {
  const auto buffer = static_cast<RegisterNumber>(size - 1);
  const bool is_named =
      argument_named(wanted.register_name) == (blames_buffer(wanted) ? buffer : size);
  const IsPointer is_pointer = is_pointer_before(walk, call, size);
  // A helper may take fewer arguments: an unnamed one must be a number for sure.
  if (is_pointer == IsPointer::Yes || (!is_named && is_pointer != IsPointer::No))
    return std::nullopt;
  const auto path = pointer_path(walk, call, register_at(walk, call, buffer));
  const Scalar range = range_before(walk, call, size);
  if (!is_variable(range) || (!is_named && (!path || !path->base))) return std::nullopt;
  Subject subject;
  subject.step = call;
  subject.number = size;
  subject.is_size = true;
  subject.pointer = buffer;
  subject.part = size_part(walk.code.at(call));
  subject.within = {0, largest_number};
  const auto memory = path ? memory_of(*path, wanted) : std::nullopt;
  if (memory) {
    const Reach start = reach_without(*path, nullptr);
    if (start.least < memory->least) return std::nullopt;
    subject.within.most = std::min(subject.within.most, memory->most - start.most);
  }
  if (is_zero_refused(wanted, range, subject.within)) subject.within.least = 1;
  subject.allowed = subject.within;
  return subject;
}

// A buffer at a variable place in its memory.
std::vector<Subject> of_buffer(ProofWalk& walk, const Obligation& wanted, StepIndex call,
                               RegisterNumber buffer) {
  const auto path = pointer_path(walk, call, register_at(walk, call, buffer));
  if (!path) return {};
  int64_t size = std::max<int64_t>(wanted.size.value_or(1), 1);
  const bool has_size = buffer < 5 && is_pointer_before(walk, call, buffer + 1) == IsPointer::No;
  if (has_size)
    size = std::max<int64_t>(bounded(range_before(walk, call, buffer + 1).range.smax), 1);
  return in_memory(wanted, *path, 0, std::min(size, largest_number));
}

// The sentence names the size, the buffer, or neither of them.
std::vector<Subject> of_call(ProofWalk& walk, const Obligation& wanted, StepIndex call) {
  const auto named = argument_named(wanted.register_name);
  const bool names_size = wanted.kind == ObligationKind::HelperSize && !blames_buffer(wanted) &&
                          named && is_pointer_before(walk, call, *named) != IsPointer::Yes;
  std::vector<Subject> subjects;
  for (RegisterNumber size = 2; size <= 5; size++) {
    if (named && size != *named + (names_size ? 0 : 1)) continue;
    const auto subject = of_size(walk, wanted, call, size);
    if (subject) subjects.push_back(*subject);
  }
  if (!named || wanted.kind == ObligationKind::HelperSize) return subjects;
  for (const Subject& subject : of_buffer(walk, wanted, call, *named)) subjects.push_back(subject);
  return subjects;
}

}  // namespace

std::vector<Subject> subjects_of(ProofWalk& walk, const Obligation& wanted, StepIndex rejected) {
  const Insn insn = walk.code.at(rejected);
  switch (wanted.kind) {
    case ObligationKind::HelperSize:
    case ObligationKind::PacketRange:
    case ObligationKind::MemoryRange:
    case ObligationKind::BoundedOffset:
    case ObligationKind::StackRange:
      break;
    default:
      return {};
  }
  if (insn.kind == InsnKind::Call) return of_call(walk, wanted, rejected);
  if (moves_pointer(insn)) return of_addition(walk, wanted, rejected, insn);
  const auto access = access_of(insn);
  return access ? of_access(walk, wanted, rejected, *access) : std::vector<Subject>{};
}

}  // namespace bpflens
