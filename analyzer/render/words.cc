// How places, states, branches and obligations are said in words.
#include "render/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "render/printable.h"

namespace bpflens {
namespace {

std::string_view words_of(ObligationKind kind) {
  switch (kind) {
    case ObligationKind::Other:
      return "";
    case ObligationKind::PacketRange:
      return "a check against data_end that covers the access";
    case ObligationKind::MemoryRange:
      return "an access that stays inside the memory";
    case ObligationKind::BoundedOffset:
      return "an offset within known bounds";
    case ObligationKind::HelperSize:
      return "a size with known bounds";
    case ObligationKind::NonNull:
      return "a pointer that was compared with null";
    case ObligationKind::PointerType:
      return "a pointer to memory that may be accessed";
    case ObligationKind::ArgumentType:
      return "an argument of another type";
    case ObligationKind::PointerArithmetic:
      return "arithmetic that is allowed on this pointer";
    case ObligationKind::CtxAccess:
      return "a field of the context that this program type may access";
    case ObligationKind::RegisterInitialised:
      return "a register that was written before";
    case ObligationKind::StackInitialised:
      return "stack bytes that were written before";
    case ObligationKind::StackRange:
      return "an access inside the stack frame";
    case ObligationKind::StackLimit:
      return "less stack";
    case ObligationKind::Alignment:
      return "an aligned access";
    case ObligationKind::ReferenceReleased:
      return "every acquired reference released";
    case ObligationKind::LockRegion:
      return "locks and critical sections that are entered and left in order";
    case ObligationKind::ReturnValue:
      return "a return value in the allowed range";
    case ObligationKind::LoopProgress:
      return "a loop that comes closer to its end each time";
    case ObligationKind::Complexity:
      return "a program that is walked in fewer steps";
    case ObligationKind::CallDepth:
      return "fewer nested calls";
    case ObligationKind::Availability:
      return "something that this program may use on this kernel";
    case ObligationKind::FunctionPrototype:
      return "a function with a type that the kernel can check";
  }
  return "";
}

std::string counted(uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string place_in_path(std::optional<uint32_t> insn) {
  return insn ? fmt::format("insn {}", *insn) : "the start";
}

std::string since_words(const InvolvedState& state) {
  switch (state.certainty) {
    case Certainty::Told:
      return ", as printed at this instruction";
    case Certainty::Carried:
      if (!state.since_insn) return ", as at the start, not changed since";
      return fmt::format(", set at insn {}, not changed since", *state.since_insn);
    case Certainty::Derived:
      return fmt::format(", not printed but implied by {}", place_in_path(state.since_insn));
    case Certainty::Unknown:
      break;
  }
  return "";
}

}  // namespace

std::string source_words(const SourceSpan& source) {
  std::string text = printable(source.text);
  text.erase(0, text.find_first_not_of(' '));
  std::string words = fmt::format("`{}`", shortened(text, 100));
  if (!source.file.empty() && source.line != 0) {
    words += fmt::format(" ({}:{})", printable(source.file), source.line);
  }
  return words;
}

std::vector<std::string> wrapped(std::string_view text) {
  constexpr size_t widest = 100;
  std::vector<std::string> lines;
  while (columns_of(text) > widest) {
    size_t end = text.rfind(' ', widest);
    if (end == std::string_view::npos || end == 0) end = text.find(' ', widest);
    if (end == std::string_view::npos) break;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  lines.emplace_back(text);
  return lines;
}

std::string input_name(std::string_view input) {
  return input == "-" ? "<stdin>" : printable(input);
}

std::string place_name(const Place& place, std::string_view input) {
  if (place.source && !place.source->file.empty() && place.source->line != 0) {
    return fmt::format("{}:{}", printable(place.source->file), place.source->line);
  }
  if (place.log_line == 0) return input_name(input);
  return fmt::format("{}:{}", input_name(input), place.log_line);
}

std::string state_words(const InvolvedState& state) {
  std::string name = printable(state.name);
  if (state.certainty == Certainty::Unknown) return name + " is not known";
  if (state.text.empty()) {
    return fmt::format("{} is not readable since {}", name, place_in_path(state.since_insn));
  }
  return fmt::format("{} is {}{}", name, printable(state.text), since_words(state));
}

std::string branch_words(const BranchTaken& branch) {
  std::string words = branch.place.insn ? fmt::format("insn {} ", *branch.place.insn) : "";
  words += fmt::format("`{}` {}", printable(branch.place.insn_text),
                       branch.jumped ? "jumped" : "did not jump");
  const auto& source = branch.place.source;
  if (source && !source->text.empty()) words += ", from " + source_words(*source);
  return words;
}

std::string obligation_words(const Obligation& obligation) {
  std::string words(words_of(obligation.kind));
  if (words.empty()) return words;
  std::vector<std::string> numbers;
  if (!obligation.register_name.empty()) numbers.push_back(printable(obligation.register_name));
  if (obligation.offset) numbers.push_back(fmt::format("offset {}", *obligation.offset));
  if (obligation.size) {
    numbers.push_back(fmt::format("{} byte{}", *obligation.size, *obligation.size == 1 ? "" : "s"));
  }
  if (obligation.limit) numbers.push_back(fmt::format("limit {}", *obligation.limit));
  return numbers.empty() ? words : fmt::format("{} ({})", words, joined(numbers));
}

namespace {

std::string bounds_words(const MissingFact& fact) {
  if (fact.least && fact.most) return fmt::format("between {} and {}", *fact.least, *fact.most);
  if (fact.least) return fmt::format("at least {}", *fact.least);
  return fact.most ? fmt::format("at most {}", *fact.most) : "";
}

std::string fact_words(const MissingFact& fact) {
  std::string name = printable(fact.register_name);
  switch (fact.kind) {
    case FactKind::Bounded:
      return fmt::format("{} {}", name, bounds_words(fact));
    case FactKind::NonNull:
      return fmt::format("{} compared with null", name);
    case FactKind::PacketRange:
      return fmt::format(
          "{} from {} on compared with data_end",
          counted(static_cast<uint64_t>(std::max<int64_t>(fact.bytes.value_or(0), 0)), "byte"),
          name);
  }
  return name;
}

}  // namespace

std::string missing_fact_words(const MissingFact& fact) {
  const std::string where = fact.place.insn ? fmt::format("insn {}", *fact.place.insn) : "this";
  return fmt::format("{}, {} {}", fact_words(fact), fact.before ? "just before" : "right after",
                     where);
}

std::string_view fault_words(std::string_view layer) {
  using Words = std::pair<std::string_view, std::string_view>;
  static constexpr std::array words{
      Words("lowering_artifact", "in the code that clang made; the C may be right"),
      Words("verifier_limitation", "in what this verifier can follow; the program may be right"),
      Words("verifier_limit", "in a limit of the verifier, which the program goes beyond"),
      Words("kernel", "in this kernel, not in the program"),
      Words("environment", "in what the program is loaded on, not in the program"),
      Words("loader", "in what loads or links the program, not in the program"),
      Words("userspace", "in the application that loads the program"),
  };
  const auto* const found = std::ranges::find(words, layer, &Words::first);
  return found == words.end() ? "" : found->second;
}

std::string stats_words(const Stats& stats) {
  return stats.processed ? counted(*stats.processed, "insn") + " processed" : "";
}

}  // namespace bpflens
