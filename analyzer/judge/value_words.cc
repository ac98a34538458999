// Words only: nothing is decided here.
#include "judge/value_words.h"

#include <array>
#include <string_view>

#include "judge/compared_value.h"

namespace bpflens {
namespace {

// "any number" as far as anybody cares.
constexpr int64_t huge = int64_t{1} << 62;

struct TypeWords {
  RegisterType type;
  std::string_view words;
};

constexpr std::array type_words{
    TypeWords{RegisterType::NotInit, "nothing"},
    TypeWords{RegisterType::Scalar, "a number"},
    TypeWords{RegisterType::Ctx, "the context"},
    TypeWords{RegisterType::MapPtr, "a map"},
    TypeWords{RegisterType::MapKey, "a map key"},
    TypeWords{RegisterType::MapValue, "a map value"},
    TypeWords{RegisterType::Fp, "a stack pointer"},
    TypeWords{RegisterType::Pkt, "a packet pointer"},
    TypeWords{RegisterType::PktMeta, "a pointer to the packet's metadata"},
    TypeWords{RegisterType::PktEnd, "the end of the packet"},
    TypeWords{RegisterType::FlowKeys, "the flow keys"},
    TypeWords{RegisterType::Sock, "a socket"},
    TypeWords{RegisterType::SockCommon, "a socket"},
    TypeWords{RegisterType::TcpSock, "a TCP socket"},
    TypeWords{RegisterType::TpBuffer, "a tracepoint's buffer"},
    TypeWords{RegisterType::XdpSock, "an XDP socket"},
    TypeWords{RegisterType::Btf, "a kernel object"},
    TypeWords{RegisterType::Mem, "memory"},
    TypeWords{RegisterType::Buf, "a buffer"},
    TypeWords{RegisterType::Func, "a function"},
    TypeWords{RegisterType::Dynptr, "a dynptr"},
    TypeWords{RegisterType::Arena, "an arena address"},
    TypeWords{RegisterType::InsnPtr, "a jump target"},
};

std::string base_words(const RegisterState& state) {
  if (state.type == RegisterType::Btf && !state.type_name.empty())
    return "a struct " + state.type_name;
  if (state.type == RegisterType::Mem && state.mem_size > 0)
    return "memory of " + bytes_text(state.mem_size);
  if (state.type == RegisterType::MapValue && state.value_size > 0)
    return "a map value of " + bytes_text(state.value_size);
  for (const TypeWords& known : type_words)
    if (known.type == state.type) return std::string(known.words);
  return "a pointer of type " + state.type_name;
}

// "the low 32 bits"; empty if it is no conversion.
std::string part_text(const NumberOperation& conversion, bool is_own) {
  const bool is_signed = conversion.change == Change::SignExtend;
  if (!is_signed && conversion.change != Change::LowBits) return "";
  return std::string(is_own ? "its own " : "the ") + (is_signed ? "signed " : "") + "low " +
         std::to_string(conversion.constant) + " bits";
}

std::string times_text(const NumberOperation& scaling) {
  return std::to_string(uint64_t{1} << (scaling.constant & 63)) + " times ";
}

// "R3 is R4 plus 20"
std::string sum_text(const Holder& to, const Holder& from, int64_t distance) {
  const std::string amount = std::to_string(distance);
  if (to == from) return amount + " is added to " + name_of(to);
  return name_of(to) + " is " + name_of(from) +
         (distance < 0 ? " minus " + amount.substr(1) : " plus " + amount);
}

struct OperatorWords {
  Operation operation;
  std::string_view between, after;  // the source, and the destination
};

constexpr std::array operator_words{
    OperatorWords{Operation::Add, " is added to ", ""},
    OperatorWords{Operation::Sub, " is subtracted from ", ""},
    OperatorWords{Operation::Or, " is combined with ", " by |"},
    OperatorWords{Operation::And, " is combined with ", " by &"},
    OperatorWords{Operation::Xor, " is combined with ", " by ^"},
};

}  // namespace

std::string bytes_text(int64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

namespace {

template <typename Number>
std::string between(Number least, Number most) {
  if (least == most) return "exactly " + std::to_string(least);
  if (least > most)
    return "at least " + std::to_string(least) + " and at most " + std::to_string(most);
  return std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

// The bounds that say something: in some numbers only the unsigned ones do.
std::string range_text(const Scalar& number) {
  const ScalarRange& range = number.range;
  const bool is_small = range.umax <= uint64_t{huge};
  if (range.umin > range.umax || is_small) return between(range.umin, range.umax);
  if (range.smin >= -huge || range.smax <= huge) return between(range.smin, range.smax);
  return "any number";
}

std::string type_text(const RegisterState& state) {
  std::string words = base_words(state);
  if (state.flags & Untrusted) words += " that may be gone";
  if (state.flags & OrNull) words += ", or null";
  return words;
}

std::string change_text(std::span<const Link> links) {
  const Holder &from = links.front().from, &to = links.back().to;
  NumberOperations operations;
  for (const Link& link : links) operations = followed_by(std::move(operations), link.operations);
  const bool is_own = to == from;
  if (operations.empty())
    return name_of(to) + (is_own ? " stays what it is" : " is a copy of " + name_of(from));
  if (operations.size() == 1 && operations[0].change == Change::Add)
    return sum_text(to, from, static_cast<int64_t>(operations[0].constant));
  const std::string part = part_text(operations.front(), is_own);
  const size_t scaling = part.empty() ? 0 : 1;
  const bool is_scaled =
      operations.size() == scaling + 1 && operations[scaling].change == Change::ShiftLeft;
  if (operations.size() > scaling && !is_scaled)
    return name_of(to) + " is computed from " + (is_own ? "what it was" : name_of(from));
  std::string text = name_of(to) + " gets ";
  if (is_scaled) text += times_text(operations[scaling]);
  if (part.empty()) return text + (is_own ? "what it was" : name_of(from));
  return is_own ? text + part : text + part + " of " + name_of(from);
}

std::string arithmetic_text(const Insn& insn) {
  const std::string dst = name_of(RegisterNumber{insn.dst}),
                    src = name_of(RegisterNumber{insn.src});
  for (const OperatorWords& words : operator_words)
    if (words.operation == insn.operation)
      return src + std::string(words.between) + dst + std::string(words.after);
  return dst + " is computed from " + dst + " and " + src;
}

std::string compared_text(const ProofWalk& walk, StepIndex step, const Holder& holder) {
  const Step compare = walk.seen.step(step);
  const bool is_left = !compare.code.src_is_register && compare.code.dst == holder.where;
  const auto name =
      is_left ? compared_value(walk.seen, compare.insn, static_cast<uint64_t>(compare.code.imm))
              : std::nullopt;
  return name ? *name + " (" + name_of(holder) + ")" : name_of(holder);
}

std::string callee_text(const Insn& call) {
  if (call.kind == InsnKind::CallSubprogram) return "the subprogram";
  return call.callee.empty() ? "the function" : call.callee;
}

}  // namespace bpflens
