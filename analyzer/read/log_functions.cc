// The kernel numbers functions in the order of their instructions.
#include "read/log_functions.h"

#include <optional>

#include "read/scan.h"

namespace bpflens {
namespace {

constexpr uint64_t max_functions = 1024;  // the kernel has 256

LoggedFunction* function_numbered(std::optional<uint64_t> number,
                                  std::vector<LoggedFunction>& functions) {
  if (!number || *number >= max_functions) return nullptr;
  if (*number >= functions.size()) functions.resize(*number + 1);
  return &functions[*number];
}

// "1 @24"
void add_beginning(Scan text, std::vector<LoggedFunction>& functions) {
  const auto number = text.take_number<uint64_t>();
  if (!text.take(" @")) return;
  const auto insn = text.take_number<uint32_t>();
  LoggedFunction* function = insn ? function_numbered(number, functions) : nullptr;
  if (function) function->first_insn = insn;
}

// "0 (xdp_filter) main insns_self 39 insns_total 39 stack 0"
void add_row(Scan text, std::vector<LoggedFunction>& functions) {
  const auto number = text.take_number<uint64_t>();
  if (!text.take(" (")) return;
  const size_t close = text.rest.find(") ");
  if (close == std::string_view::npos) return;
  LoggedFunction* function = function_numbered(number, functions);
  if (!function) return;
  function->name = text.rest.substr(0, close);
  constexpr std::string_view word = " stack ";
  const size_t at = text.rest.rfind(word);
  if (at == std::string_view::npos) return;
  function->stack_bytes = Scan{text.rest.substr(at + word.size())}.take_number<uint64_t>();
}

}  // namespace

void add_function_line(std::string_view line, std::vector<LoggedFunction>& functions) {
  Scan text{line};
  if (text.take("func#")) return add_beginning(text, functions);
  if (text.take("subprog ")) add_row(text, functions);
}

void add_stack_depths(const Stats& stats, std::vector<LoggedFunction>& functions) {
  for (size_t i = 0; i < stats.stack_depths.size(); ++i) {
    LoggedFunction* function = function_numbered(i, functions);
    if (function && !function->stack_bytes) function->stack_bytes = stats.stack_depths[i];
  }
}

}  // namespace bpflens
