// The kernel numbers functions in the order of their instructions.
#include "read/log_functions.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace bpflens {
namespace {

constexpr uint64_t max_functions = 1024;  // the kernel has 256

std::optional<uint64_t> take_number(std::string_view& text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view words) {
  if (!text.starts_with(words)) return false;
  text.remove_prefix(words.size());
  return true;
}

LoggedFunction* function_numbered(std::optional<uint64_t> number,
                                  std::vector<LoggedFunction>& functions) {
  if (!number || *number >= max_functions) return nullptr;
  if (*number >= functions.size()) functions.resize(*number + 1);
  return &functions[*number];
}

// "1 @24"
void add_beginning(std::string_view text, std::vector<LoggedFunction>& functions) {
  const auto number = take_number(text);
  if (!take(text, " @")) return;
  const auto insn = take_number(text);
  LoggedFunction* function = insn ? function_numbered(number, functions) : nullptr;
  if (function) function->first_insn = static_cast<uint32_t>(std::min<uint64_t>(*insn, UINT32_MAX));
}

// "0 (xdp_filter) main insns_self 39 insns_total 39 stack 0"
void add_row(std::string_view text, std::vector<LoggedFunction>& functions) {
  const auto number = take_number(text);
  if (!take(text, " (")) return;
  const size_t close = text.find(") ");
  if (close == std::string_view::npos) return;
  LoggedFunction* function = function_numbered(number, functions);
  if (!function) return;
  function->name = text.substr(0, close);
  constexpr std::string_view word = " stack ";
  const size_t at = text.rfind(word);
  if (at == std::string_view::npos) return;
  text.remove_prefix(at + word.size());
  function->stack_bytes = take_number(text);
}

}  // namespace

void add_function_line(std::string_view line, std::vector<LoggedFunction>& functions) {
  if (take(line, "func#")) return add_beginning(line, functions);
  if (take(line, "subprog ")) add_row(line, functions);
}

void add_stack_depths(const Stats& stats, std::vector<LoggedFunction>& functions) {
  for (size_t i = 0; i < stats.stack_depths.size(); ++i) {
    LoggedFunction* function = function_numbered(i, functions);
    if (function && !function->stack_bytes) function->stack_bytes = stats.stack_depths[i];
  }
}

}  // namespace bpflens
