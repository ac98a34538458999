// A kernel address is far up in the 64 bits, but so are negative numbers and masks. What is told
// apart by its value alone: small negative numbers, masks. What is told apart by where it stands: a
// limit of a register is no address, and what fits a sign-extended 32-bit number is one only where
// an instruction or a message has it. An address that was seen once is one everywhere, in decimal
// too, which old kernels print.
#include "read/redaction_address.h"

#include <array>
#include <bit>
#include <cctype>
#include <charconv>
#include <optional>

namespace bpflens {
namespace {

constexpr size_t most_addresses = 1 << 20;
constexpr uint64_t first_placeholder = 0xffff'0000'0000'0001;
constexpr uint64_t sign_extended_32 = 0xffff'ffff'8000'0000;  // and x86's kernel text
constexpr uint64_t small_negative = 0xffff'ffff'ff00'0000;
// A constant of the murmur hash, which many programs have; 5-level paging puts addresses there.
constexpr uint64_t murmur = 0xff51'afd7'ed55'8ccd;
constexpr size_t address_digits = 16;
constexpr size_t least_decimal_digits = 15;

bool is_mask(uint64_t value) {
  if (std::has_single_bit(0 - value)) return true;
  for (; value != 0; value >>= 8)
    if ((value & 0xff) != 0 && (value & 0xff) != 0xff) return false;
  return true;
}

// Of x86 (4 and 5 levels), arm64, riscv; 0xc000 is the linear map of ppc64.
bool is_address(uint64_t value, bool may_be_32_bits) {
  const bool is_high = value >> 56 == 0xff || value >> 48 == 0xc000;
  if (!is_high || value >= small_negative || value == murmur || is_mask(value)) return false;
  return value < sign_extended_32 || may_be_32_bits;
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

// "smin" of "R1=scalar(smin="
std::string_view name_before(std::string_view before) {
  if (!before.ends_with('=')) return {};
  before.remove_suffix(1);
  size_t begin = before.size();
  while (begin > 0 && is_name_character(before[begin - 1])) begin--;
  return before.substr(begin);
}

bool is_in_bits(std::string_view before) {
  const size_t open = before.rfind('(');
  return open != std::string_view::npos && before.substr(0, open).ends_with("var_off=") &&
         before.find(')', open) == std::string_view::npos;
}

// Minimum, maximum or known bits of a register.
bool is_limit(std::string_view before) {
  const std::string_view name = name_before(before);
  return name.find("min") != std::string_view::npos || name.find("max") != std::string_view::npos ||
         is_in_bits(before);
}

bool is_state(std::string_view before) {
  const std::string_view name = name_before(before);
  return name.starts_with('R') || name.starts_with("fp-");
}

struct Number {
  size_t length = 0;  // in the word
  uint64_t value = 0;
  enum class Form : uint8_t { Hex, BareHex, Decimal, Negative } form = Form::Hex;
};

size_t run_of(std::string_view text, int (*is_of_it)(int)) {
  size_t length = 0;
  while (length < text.size() && is_of_it(static_cast<unsigned char>(text[length])) != 0) length++;
  return length;
}

std::optional<uint64_t> value_of(std::string_view digits, int base) {
  uint64_t value = 0;
  const auto [end, fault] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<Number> hex_at(std::string_view rest) {
  const bool is_bare = !rest.starts_with("0x");
  const size_t skipped = is_bare ? 0 : 2;
  const size_t digits = run_of(rest.substr(skipped), std::isxdigit);
  if (digits != address_digits) return std::nullopt;
  const auto value = value_of(rest.substr(skipped, digits), 16);
  if (!value) return std::nullopt;
  return Number{skipped + digits, *value, is_bare ? Number::Form::BareHex : Number::Form::Hex};
}

std::optional<Number> decimal_at(std::string_view rest) {
  const bool is_negative = rest.starts_with('-');
  const size_t skipped = is_negative ? 1 : 0;
  const size_t digits = run_of(rest.substr(skipped), std::isdigit);
  if (digits < least_decimal_digits) return std::nullopt;
  const auto value = value_of(rest.substr(skipped, digits), 10);
  if (!value) return std::nullopt;
  return Number{skipped + digits, is_negative ? 0 - *value : *value,
                is_negative ? Number::Form::Negative : Number::Form::Decimal};
}

std::string printed(uint64_t value, Number::Form form) {
  if (form == Number::Form::Negative) return "-" + std::to_string(0 - value);
  if (form == Number::Form::Decimal) return std::to_string(value);
  std::array<char, address_digits> digits{};
  std::to_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return (form == Number::Form::Hex ? "0x" : "") + std::string(digits.data(), digits.size());
}

}  // namespace

uint64_t RedactedAddresses::placeholder_of(uint64_t address) {
  if (placeholders_.size() == most_addresses) return first_placeholder + most_addresses;
  return placeholders_.try_emplace(address, first_placeholder + placeholders_.size()).first->second;
}

std::string RedactedAddresses::without_addresses(std::string_view word, std::string_view before) {
  std::string out;
  for (size_t at = 0; at < word.size();) {
    const std::string_view rest = word.substr(at);
    // Old kernels print a number right behind a name: "inv-131387129921536".
    const bool may_be_hex = at == 0 || !is_name_character(word[at - 1]);
    std::optional<Number> number = may_be_hex ? hex_at(rest) : std::nullopt;
    if (!number && (rest[0] == '-' || at == 0 || std::isdigit(word[at - 1]) == 0))
      number = decimal_at(rest);
    if (!number) {
      out += word[at++];
      continue;
    }
    const bool is_hex = number->form == Number::Form::Hex || number->form == Number::Form::BareHex;
    const bool is_new = !is_limit(before) && is_address(number->value, is_hex && !is_state(before));
    const bool is_one = is_new || placeholders_.contains(number->value);
    out += is_one ? printed(placeholder_of(number->value), number->form)
                  : std::string(rest.substr(0, number->length));
    at += number->length;
  }
  return out;
}

}  // namespace bpflens
