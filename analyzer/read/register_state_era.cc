// Which kernels print like this: each tell-tale narrows the range of eras.
#include <algorithm>
#include <array>

#include "read/register_state_parts.h"

namespace bpflens {
namespace {

struct TellTale {
  std::string_view text;
  Era first, last;
};

// Inside the value of a register or slot.
constexpr std::array value_tell_tales{
    TellTale{"_value=", Era::A, Era::D},    TellTale{",call_", Era::B, Era::B},
    TellTale{"id=0,", Era::A, Era::D},      TellTale{"id=0)", Era::A, Era::D},
    TellTale{"s32_min=", Era::E, Era::E},   TellTale{"s32_max=", Era::E, Era::E},
    TellTale{"u32_min=", Era::E, Era::E},   TellTale{"u32_max=", Era::E, Era::E},
    TellTale{"smin32=", Era::F, Era::I},    TellTale{"smax32=", Era::F, Era::I},
    TellTale{"umin32=", Era::F, Era::I},    TellTale{"umax32=", Era::F, Era::I},
    TellTale{"smin=umin", Era::F, Era::I},  TellTale{"smax=umax", Era::F, Era::I},
    TellTale{"map=", Era::F, Era::I},       TellTale{"sz=", Era::F, Era::I},
    TellTale{"(off=0,", Era::A, Era::E},    TellTale{",off=0,", Era::A, Era::E},
    TellTale{"imm=0)", Era::A, Era::E},     TellTale{"(r=", Era::F, Era::I},
    TellTale{"fp[", Era::F, Era::I},        TellTale{"ref_obj_id=", Era::C, Era::G},
    TellTale{"dynptr_id=", Era::F, Era::G}, TellTale{"(ref_id=", Era::E, Era::G},
    TellTale{"parent_id=", Era::H, Era::I}, TellTale{"=0x", Era::F, Era::I},
};

EraRange narrowed(EraRange range, Era first, Era last) {
  return {std::max(range.first, first), std::min(range.last, last)};
}

// More digits than kernels from 6.8 on print in decimal.
bool is_long_decimal(std::string_view text) {
  const size_t digits = text.find_first_not_of("0123456789");
  return (digits == std::string_view::npos ? text.size() : digits) > 5;
}

bool has_long_bound(std::string_view value) {
  for (const std::string_view name : {"umin=", "umax=", "smin=", "smax="})
    if (const size_t at = value.find(name); at != std::string_view::npos)
      if (is_long_decimal(value.substr(at + name.size()))) return true;
  return false;
}

EraRange narrowed_by_number(EraRange range, std::string_view value) {
  if (value.starts_with("inv")) return narrowed(range, Era::A, Era::D);
  if (value.starts_with("0x")) return narrowed(range, Era::F, Era::I);
  if (value.starts_with("P") || value.starts_with("scalar"))
    range = narrowed(range, Era::E, Era::I);
  const std::string_view digits = value.starts_with('-') ? value.substr(1) : value;
  // Leading zeros are bytes above the spill of a half: "fp-8=000020".
  if (digits.size() > 1 && digits[0] == '0') return narrowed(range, Era::F, Era::I);
  const bool is_constant = !digits.empty() && digits[0] >= '0' && digits[0] <= '9';
  if (is_constant) range = narrowed(range, Era::E, Era::I);
  if (is_constant && is_long_decimal(digits)) range = narrowed(range, Era::E, Era::E);
  if (has_long_bound(value)) range = narrowed(range, Era::E, Era::E);
  return range;
}

bool holds(std::string_view value, std::string_view text) {
  return value.find(text) != std::string_view::npos;
}

// To 6.7 every pointer in parentheses has "off=", and "imm=" or bounds. To 7.1 (measured: 6.18) its
// fixed part is "off=", from 7.2 on it is the "imm=" that was hardly ever seen in between.
EraRange narrowed_by_pointer(EraRange range, std::string_view value) {
  const size_t open = value.find('(');
  if (open == std::string_view::npos || !value.ends_with(')')) return range;
  const std::string_view word = value.substr(0, open);
  if (word.ends_with("scalar") || word.starts_with("inv")) return range;
  if (word.starts_with("iter_") || word.starts_with("dynptr_")) return range;
  const bool has_fixed_part = holds(value, ",off=") || holds(value, "(off=");
  const bool has_constant = holds(value, "imm=");
  if (has_constant && !has_fixed_part) return narrowed(range, Era::G, Era::I);
  if (has_constant || holds(value, "min") || holds(value, "max") || holds(value, "var_off"))
    return range;
  return narrowed(range, Era::F, has_fixed_part ? Era::G : Era::I);
}

EraRange narrowed_by_word(EraRange range, std::string_view text) {
  const std::optional<StateWord> word = parse_word(text);
  if (!word) {
    if (text.starts_with("refs=") || text.starts_with("frame"))
      return narrowed(range, Era::B, Era::I);
    return text == "cb" || text == "async_cb" ? narrowed(range, Era::C, Era::I) : range;
  }
  if (word->liveness != 0) range = narrowed(range, Era::B, Era::F);
  if ((word->liveness & LiveDone) != 0) range = narrowed(range, Era::C, Era::F);
  if (word->is_slot && word->value.empty()) range = narrowed(range, Era::E, Era::E);
  const bool is_letters = word->is_slot && word->value.size() == 8 &&
                          word->value.find_first_not_of("?rm0difp") == std::string_view::npos;
  if (is_letters) return narrowed(range, Era::B, Era::I);
  range = narrowed_by_pointer(range, word->value);
  const bool is_short = word->value.find_first_of("([,") == std::string_view::npos;
  for (const TellTale& tell : value_tell_tales)
    if (!is_short && holds(word->value, tell.text)) range = narrowed(range, tell.first, tell.last);
  return word->is_slot && word->value == "0" ? range : narrowed_by_number(range, word->value);
}

}  // namespace

EraRange eras_of_state(std::string_view text) {
  EraRange range;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
    const EraRange next = narrowed_by_word(range, word);
    if (next.first <= next.last) range = next;  // a contradiction is a broken word: no evidence
  }
  return range;
}

}  // namespace bpflens
