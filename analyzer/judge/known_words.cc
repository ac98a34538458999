// Only what differs is said of a pointer: its type, its offset or what of it was checked.
#include "judge/known_words.h"

#include "judge/value_words.h"

namespace bpflens {
namespace {

using Kind = KnownValue::Kind;

std::string type_words(const RegisterState& state) {
  return type_text(state) + (state.flags & Trusted ? ", trusted" : "");
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
  return " at offset " + std::to_string(offset->least) + " to " + std::to_string(offset->most);
}

std::string checked_words(const RegisterState& state, Era era) {
  const int64_t checked = checked_bytes(state, era).value_or(0);
  return checked <= 0 ? " with no byte checked" : " with " + bytes_text(checked) + " checked";
}

bool differs(const ValueWords& words) { return words.here != words.there; }

ValueWords pointer_words(const RegisterState& here, Era era_here, const RegisterState& there,
                         Era era_there) {
  ValueWords words{type_words(here), type_words(there)};
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
                                                  : type_words(value.state);
}

}  // namespace bpflens
