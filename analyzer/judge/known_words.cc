// Only what differs is said of a pointer: its type, its offset or what of it was checked.
#include "judge/known_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace bpflens {
namespace {

using Kind = KnownValue::Kind;

struct TypeWords {
  RegisterType type;
  std::string_view words;
};

constexpr std::array type_words{
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

std::string bytes_text(int64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

std::string base_words(const RegisterState& state) {
  if (state.type == RegisterType::Btf && !state.type_name.empty())
    return "a struct " + state.type_name;
  if (state.type == RegisterType::Mem && state.mem_size > 0)
    return "memory of " + bytes_text(state.mem_size);
  if (state.type == RegisterType::MapValue && state.value_size > 0)
    return "a map value of " + bytes_text(state.value_size);
  const auto known = std::ranges::find(type_words, state.type, &TypeWords::type);
  return known == type_words.end() ? "a pointer of type " + state.type_name
                                   : std::string(known->words);
}

std::string type_text(const RegisterState& state) {
  std::string words = base_words(state);
  if (state.flags & Trusted) words += " that is trusted";
  if (state.flags & Untrusted) words += " that may be gone";
  if (state.flags & OrNull) words += ", or null";
  return words;
}

template <typename Number>
std::string between(Number least, Number most) {
  if (least == most) return "exactly " + std::to_string(least);
  if (least > most)
    return "at least " + std::to_string(least) + " and at most " + std::to_string(most);
  return std::to_string(least) + " to " + std::to_string(most);
}

// The bounds that say something: in some numbers only the unsigned ones do.
std::string range_text(const Scalar& number) {
  constexpr int64_t huge = int64_t{1} << 62;
  const ScalarRange& range = number.range;
  const bool is_small = range.umax <= uint64_t{huge};
  if (range.umin > range.umax || is_small) return between(range.umin, range.umax);
  if (range.smin >= -huge || range.smax <= huge) return between(range.smin, range.smax);
  return "any number";
}

std::string distance_words(const RegisterState& state) {
  if (!state.has_delta || state.scalar.is_const()) return "a number of its own";
  const std::string distance = std::to_string(state.delta);
  return "another number " + (state.delta < 0 ? "minus " + distance.substr(1) : "plus " + distance);
}

std::string offset_words(const RegisterState& state) {
  const auto offset = offset_of(state);
  if (!offset) return " at any offset";
  if (offset->least == offset->most) return " at offset " + std::to_string(offset->least);
  return " at offset " + between(offset->least, offset->most);
}

std::string checked_words(const RegisterState& state, Era era) {
  const int64_t checked = checked_bytes(state, era).value_or(0);
  return checked <= 0 ? " with no byte checked" : " with " + bytes_text(checked) + " checked";
}

bool differs(const ValueWords& words) { return words.here != words.there; }

ValueWords pointer_words(const RegisterState& here, Era era_here, const RegisterState& there,
                         Era era_there) {
  ValueWords words{type_text(here), type_text(there)};
  if (differs(words) || here.type != there.type) return words;
  if (offset_of(here) != offset_of(there)) {
    words.here += offset_words(here);
    words.there += offset_words(there);
  }
  const bool is_packet = here.type == RegisterType::Pkt || here.type == RegisterType::PktMeta;
  const std::string checked_here = checked_words(here, era_here),
                    checked_there = checked_words(there, era_there);
  if (!is_packet || checked_here == checked_there) return words;
  return {words.here + checked_here, words.there + checked_there};
}

ValueWords state_words(const RegisterState& here, Era era_here, const RegisterState& there,
                       Era era_there) {
  const bool are_numbers = here.type == RegisterType::Scalar && there.type == RegisterType::Scalar;
  if (are_numbers && range_text(here.scalar) == range_text(there.scalar))
    return {distance_words(here), distance_words(there)};
  if (are_numbers) return {range_text(here.scalar), range_text(there.scalar)};
  return pointer_words(here, era_here, there, era_there);
}

}  // namespace

ValueWords words_of(const KnownValue& here, Era era_here, const KnownValue& there, Era era_there,
                    PrintRegister print) {
  if (here.kind != Kind::Value || there.kind != Kind::Value)
    return {words_of(here), words_of(there)};
  ValueWords words = state_words(here.state, era_here, there.state, era_there);
  if (differs(words) || !print) return words;
  return {print(here.state, era_here), print(there.state, era_there)};
}

std::string words_of(const KnownValue& value) {
  switch (value.kind) {
    case Kind::Unknown:
      return "not known";
    case Kind::Unreadable:
      return "not readable";
    case Kind::Bytes:
      return "bytes of any value";
    case Kind::Value:
      break;
  }
  return value.state.type == RegisterType::Scalar ? range_text(value.state.scalar)
                                                  : type_text(value.state);
}

}  // namespace bpflens
