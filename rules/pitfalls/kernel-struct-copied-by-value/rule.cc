// Has the running kernel another size of a struct than the program? A kfunc takes the kernel's size
// from an array of smaller elements; a copy of a whole struct takes the program's size from a
// kernel object that is smaller.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "facts/evidence.h"
#include "judge/c_text.h"
#include "judge/path.h"
#include "judge/story.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// Helpers are numbered from 1, kfuncs by their place in the kernel's BTF, behind all its types.
constexpr int64_t most_helpers = 1000;

bool is_kfunc(const Insn& insn) {
  return insn.kind == InsnKind::Call && insn.callee_id > most_helpers;
}

// Then the size is one that the program names.
bool is_size_argument(ProofWalk& walk, StepIndex call, int64_t size) {
  for (RegisterNumber number = 1; number <= 5; number++)
    if (constant_before(walk, call, register_at(walk, call, number)) == size) return true;
  return false;
}

// The bytes of one element, if the places that the pointer may have are those of an array that ends
// with the map's value: the last of them leaves one element, and all lie whole elements apart.
std::optional<int64_t> element_bytes(const RegisterState& pointer) {
  const ScalarRange& range = pointer.scalar.range;
  if (pointer.type != RegisterType::MapValue || range.umax > INT32_MAX) return std::nullopt;
  // Kernels since 7.2 print the fixed part among the bounds.
  const auto least = static_cast<int64_t>(range.umin), most = static_cast<int64_t>(range.umax);
  const int64_t left = pointer.value_size - (pointer.offset + most);
  const int64_t whole_elements = most > least ? most - least : pointer.offset + most;
  return left > 0 && whole_elements % left == 0 ? std::optional(left) : std::nullopt;
}

std::optional<std::string> larger_in_kernel(ProofWalk& walk, StepIndex rejected) {
  const Obligation& wanted = walk.seen.obligation;
  const Insn& call = walk.code.at(rejected);
  const auto number = argument_named(wanted.register_name);
  if (!is_kfunc(call) || !number || !wanted.size) return std::nullopt;
  const auto known = known_before(walk, rejected, *number);
  const auto element = known && known->state ? element_bytes(*known->state) : std::nullopt;
  if (!element || *element >= *wanted.size || is_size_argument(walk, rejected, *wanted.size))
    return std::nullopt;
  return call.callee + " takes " + bytes_text(*wanted.size) + " from " + wanted.register_name +
         ", the size of its type in this kernel, but the map's value has room for " +
         bytes_text(*element) + " there: the program was compiled with a smaller type";
}

// `to = *from;`, or memcpy with a sizeof.
bool copies_whole(const std::string& line) {
  SourceFile file;
  file.lines = {{1, line}};
  const std::vector<CToken> tokens = read_c(file).tokens;
  const auto is = [&](size_t at, std::string_view text) {
    return at < tokens.size() && tokens[at].is(text);
  };
  bool has_memcpy = false, has_sizeof = false;
  for (size_t i = 0; i < tokens.size(); i++) {
    has_memcpy = has_memcpy || is(i, "memcpy") || is(i, "__builtin_memcpy");
    has_sizeof = has_sizeof || is(i, "sizeof");
    if (!is(i, "=") || !is(i + 1, "*")) continue;
    size_t end = i + 2;
    while (end < tokens.size() && (tokens[end].is_name() || is(end, "->") || is(end, "."))) end++;
    if (end > i + 2 && is(end, ";")) return true;
  }
  return has_memcpy && has_sizeof;
}

std::optional<std::string> smaller_in_kernel(const Evidence& seen, StepIndex rejected) {
  const Obligation& wanted = seen.obligation;
  const Step step = seen.step(rejected);
  const bool is_beyond = step.code.kind == InsnKind::Load && !wanted.name.empty() &&
                         wanted.offset && wanted.size && !wanted.limit;
  if (!is_beyond || !step.source || !copies_whole(step.source->text)) return std::nullopt;
  return "this line copies a whole struct " + wanted.name + ", and in this kernel that has no " +
         bytes_text(*wanted.size) + " at offset " + std::to_string(*wanted.offset) +
         ": the program's own struct is larger, and CO-RE does not change how much is copied";
}

Rewrite rewrite_with_placeholders() {
  Rewrite rewrite;
  rewrite.text =
      "<your copy>.<member> = <your pointer>-><member>;  // one line for each member that is "
      "needed\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  if (seen.obligation.kind != ObligationKind::MemoryRange) return {};
  ProofWalk walk(seen);
  Finding finding;
  if (const auto larger = larger_in_kernel(walk, rejected)) {
    finding.message = *larger;
    finding.mechanism = "MEM_BOUNDS";
  } else if (const auto smaller = smaller_in_kernel(seen, rejected)) {
    finding.message = *smaller;
    finding.rewrites.push_back(rewrite_with_placeholders());
  } else {
    return {};
  }
  Story story = story_of(walk, seen.obligation, rejected);
  finding.location = place_of(seen.step(rejected));
  finding.proof = std::move(story.events);
  finding.ending = Ending::Rule;
  return {finding};
}

}  // namespace

extern const Rule kernel_struct_copied_by_value{
    .id = "BL011",
    .slug = "kernel-struct-copied-by-value",
    .severity = Severity::Error,
    .mechanism = "CORE_LAYOUT",
    .layer = "environment",
    .check = check,
};

}  // namespace bpflens
