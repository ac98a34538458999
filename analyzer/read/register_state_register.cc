// One register, read: a constant, a type alone, or a type with attributes in parentheses.
#include <array>
#include <optional>
#include <utility>

#include "read/register_state_parts.h"
#include "read/register_state_ranges.h"
#include "read/register_state_types.h"
#include "read/scan.h"

namespace bpflens {
namespace {

// The register and what its attributes said of its number, until all are read.
struct Reading {
  RegisterState state;
  ToldBounds bounds;
  std::optional<Tnum> bits;
  std::optional<uint64_t> constant;  // imm=
  bool grouped = false;
};

template <typename Number>
bool set_number(std::string_view text, Number& field) {
  Scan scan{text};
  const auto number = scan.take_number<Number>();
  if (!number || !scan.at_end()) return false;
  field = *number;
  return true;
}

bool set_bits(std::string_view text, int64_t& field) {
  Scan scan{text};
  const auto bits = scan.take_bits();
  if (!bits || !scan.at_end()) return false;
  field = static_cast<int64_t>(*bits);
  return true;
}

// "2", "2+875573296", "1-4"
bool set_id(std::string_view text, Reading& reading) {
  Scan scan{text};
  const auto id = scan.take_number<uint32_t>();
  if (!id) return false;
  reading.state.id = *id;
  if (scan.at_end()) return true;
  if (!scan.rest.starts_with("+") && !scan.rest.starts_with("-")) return false;
  const auto delta = scan.take_signed<int32_t>();
  if (!delta || !scan.at_end()) return false;
  reading.state.has_delta = true;
  reading.state.delta = *delta;
  return true;
}

// To 6.7 hexadecimal without prefix.
bool set_constant(std::string_view text, Reading& reading) {
  Scan scan{text};
  reading.constant = reading.grouped ? scan.take_bits() : scan.take_number<uint64_t>(16);
  return reading.constant && scan.at_end();
}

// "(0x0; 0xff)", or one number for a constant.
bool set_tnum(std::string_view text, Reading& reading) {
  Scan scan{text};
  if (!scan.take("(")) {
    const auto constant = scan.take_bits();
    if (constant) reading.bits = Tnum{*constant, 0};
    return constant && scan.at_end();
  }
  const auto value = scan.take_bits();
  if (!value || !scan.take(";")) return false;
  scan.take(" ");
  const auto mask = scan.take_bits();
  if (!mask || !scan.take(")") || !scan.at_end()) return false;
  reading.bits = Tnum{*value, *mask};
  return true;
}

// A name; what has brackets or blanks in it would read as something else once it is printed.
bool is_name(std::string_view text) {
  return text.find_first_of("()[]{}= ") == std::string_view::npos;
}

struct Attribute {
  std::string_view name;
  bool (*set)(std::string_view text, Reading& reading);
};

constexpr std::array attributes{
    Attribute{"id", set_id},
    Attribute{"imm", set_constant},
    Attribute{"var_off", set_tnum},
    Attribute{"off",
              [](std::string_view text, Reading& r) { return set_bits(text, r.state.offset); }},
    Attribute{"r", [](std::string_view text,
                      Reading& r) { return set_bits(text, r.state.packet_range); }},
    Attribute{"sz",
              [](std::string_view text, Reading& r) { return set_bits(text, r.state.mem_size); }},
    Attribute{"ks",
              [](std::string_view text, Reading& r) { return set_number(text, r.state.key_size); }},
    Attribute{"vs", [](std::string_view text,
                       Reading& r) { return set_number(text, r.state.value_size); }},
    Attribute{"ref_obj_id", [](std::string_view text,
                               Reading& r) { return set_number(text, r.state.ref_obj_id); }},
    Attribute{"parent_id", [](std::string_view text,
                              Reading& r) { return set_number(text, r.state.parent_id); }},
    Attribute{"map",
              [](std::string_view text, Reading& r) {
                r.state.map_name = text;
                return is_name(text);
              }},
    Attribute{"type",
              [](std::string_view text, Reading& r) {
                r.state.attach_type = text;
                return is_name(text);
              }},
};

// Several names before one value: "smin=umin=smin32=1".
bool set_bounds(std::string_view names, std::string_view value, Reading& reading) {
  int64_t bits = 0;
  if (!set_bits(value, bits)) return false;
  while (!names.empty()) {
    const size_t length = names.find('=');
    if (!reading.bounds.set(names.substr(0, length), static_cast<uint64_t>(bits))) return false;
    if (length == std::string_view::npos) return true;
    names.remove_prefix(length + 1);
  }
  return false;
}

bool set_attribute(std::string_view text, Reading& reading) {
  if (text == "non_own_ref") {
    reading.state.non_own_ref = true;
    return true;
  }
  const size_t first = text.find('=');
  if (first == std::string_view::npos) return false;
  const std::string_view name = text.substr(0, first);
  for (const Attribute& attribute : attributes)
    if (attribute.name == name) return attribute.set(text.substr(first + 1), reading);
  const size_t last = text.rfind('=');
  return set_bounds(text.substr(0, last), text.substr(last + 1), reading);
}

bool set_attributes(std::string_view text, Reading& reading) {
  while (!text.empty()) {
    const size_t length = text.find(',');
    if (!set_attribute(text.substr(0, length), reading)) return false;
    if (length == std::string_view::npos) return true;
    text.remove_prefix(length + 1);
    if (text.empty()) return false;
  }
  return true;
}

// A pointer without any number: to 6.7 it may be anything, since then it is zero.
void set_scalar(Reading& reading) {
  Scalar& scalar = reading.state.scalar;
  const bool is_number = reading.state.type == RegisterType::Scalar;
  const bool told = reading.bounds.told.any() || reading.bits;
  if (reading.constant || (!is_number && !told && reading.grouped)) {
    scalar = constant_scalar(reading.constant.value_or(0));
    return;
  }
  if (reading.bits) scalar.bits = *reading.bits;
  scalar.range = rebuilt_range(reading.bounds, scalar.bits, reading.grouped);
}

// The number alone: "5", "-1", "0xffffffff".
std::optional<Scalar> constant_of(std::string_view text) {
  Scan scan{text};
  const bool leading_zero = text.size() > 1 && text[0] == '0' && text[1] != 'x';
  const auto bits = scan.take_bits();
  if (leading_zero || !bits || !scan.at_end()) return std::nullopt;
  return constant_scalar(*bits);
}

// Takes the "scalar" or "inv" of a number, and its "P", from the front.
bool take_number_type(Scan& text, RegisterState& state) {
  Scan ahead = text;
  const bool precise = ahead.take("P");
  if (ahead.take("scalar") || ahead.take("inv")) {
    text = ahead;
    state.precise = text.take("P") || precise;
    return true;
  }
  const bool bare = ahead.at_end() || constant_of(ahead.rest);
  if (!bare) return false;
  text = ahead;
  state.precise = precise;
  return true;
}

bool parse_number(Scan text, Reading& reading) {
  reading.state.type = RegisterType::Scalar;
  if (text.at_end()) {
    reading.state.type_only = true;
    return true;
  }
  if (const std::optional<Scalar> constant = constant_of(text.rest)) {
    reading.state.scalar = *constant;
    return true;
  }
  if (!text.take("(") || !text.rest.ends_with(")")) return false;
  text.rest.remove_suffix(1);
  if (!set_attributes(text.rest, reading)) return false;
  set_scalar(reading);
  return true;
}

// Constant stack pointers have no parentheses: "fp-16", "fp[0]-16", "fp0,call_-1".
bool parse_frame_pointer(Scan text, Reading& reading) {
  RegisterState& state = reading.state;
  state.type = RegisterType::Fp;
  if (text.take("[")) {
    const auto frame = text.take_number<uint16_t>();
    if (!frame || !text.take("]")) return false;
    state.frame = *frame;
  }
  if (text.rest.starts_with("(")) return false;
  const auto offset = text.take_bits();
  if (!offset) return false;
  state.offset = static_cast<int64_t>(*offset);
  state.scalar = constant_scalar(0);
  if (text.at_end()) return true;
  if (!text.take(",call_")) return false;
  const auto callsite = text.take_number<int32_t>();
  if (callsite) state.callsite = *callsite;
  return callsite && text.at_end();
}

// "fp[1](...)" splits into "fp" and the frame.
bool parse_type(std::string_view word, RegisterState& state) {
  const size_t bracket = word.find('[');
  if (bracket == std::string_view::npos) return set_pointer_type(word, state);
  Scan frame{word.substr(bracket)};
  if (!frame.take("[")) return false;
  const auto number = frame.take_number<uint16_t>();
  if (!number || frame.rest != "]" || word.substr(0, bracket) != "fp") return false;
  state.type = RegisterType::Fp;
  state.frame = *number;
  return true;
}

bool parse_pointer(std::string_view text, Reading& reading) {
  const size_t open = text.find('(');
  if (open == std::string_view::npos) {
    reading.state.type_only = true;
    return parse_type(text, reading.state);
  }
  if (!text.ends_with(")") || !parse_type(text.substr(0, open), reading.state)) return false;
  if (!set_attributes(text.substr(open + 1, text.size() - open - 2), reading)) return false;
  set_scalar(reading);
  return true;
}

std::optional<RegisterState> parse_exact(std::string_view text, bool grouped) {
  Reading reading;
  reading.grouped = grouped;
  Scan scan{text};
  bool read = false;
  if (take_number_type(scan, reading.state))
    read = parse_number(scan, reading);
  else if (Scan behind = scan; behind.take("fp") && parse_frame_pointer(behind, reading))
    read = true;
  else
    read = parse_pointer(text, reading);
  if (!read) return std::nullopt;
  return std::move(reading.state);
}

}  // namespace

RegisterState parse_register(std::string_view text, Era era) {
  const bool grouped = prints_groups(era_of(text, era));
  std::optional<RegisterState> state = parse_exact(text, grouped);
  if (!state && text.find(' ') != std::string_view::npos) {
    // Pastes are wrapped and joined again; no blank in a register says anything.
    std::string joined(text);
    std::erase(joined, ' ');
    state = parse_exact(joined, grouped);
  }
  if (state) return *state;
  RegisterState other;
  other.type = RegisterType::Other;
  other.type_name = text;
  return other;
}

}  // namespace bpflens
