// Is the variable whose address a map call gets smaller than the map's keys or values? The kernel
// then reads what lies behind it on the stack.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "facts/evidence.h"
#include "judge/drafted_finding.h"
#include "judge/passed_variable.h"
#include "judge/stack_read.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

// The registers that hold the addresses of what the kernel reads; 0: none.
struct MapCall {
  std::string_view callee;
  RegisterNumber key, value;
};

constexpr std::array map_calls{
    MapCall{"bpf_map_lookup_elem", 2, 0},        MapCall{"bpf_map_update_elem", 2, 3},
    MapCall{"bpf_map_delete_elem", 2, 0},        MapCall{"bpf_map_push_elem", 0, 2},
    MapCall{"bpf_map_lookup_percpu_elem", 2, 0},
};

struct Mismatch {
  StackRead read;
  bool is_key = true;
  int32_t variable_size = 0;
  bool is_at_most = false;  // what was written of the variable does not show all of it
  const StackWrite* write = nullptr;
  std::optional<PassedVariable> variable;
  std::string map;  // its name; empty if the log has none

  std::string_view part() const { return is_key ? "key" : "value"; }
  std::string place() const { return "fp" + std::to_string(read.from); }
};

// Does this argument give a key, or a value? Nullopt if neither.
std::optional<bool> is_key(const Insn& call, RegisterNumber argument) {
  const auto found = std::ranges::find(map_calls, call.callee, &MapCall::callee);
  if (found == map_calls.end() || argument == 0) return std::nullopt;
  if (argument == found->key) return true;
  return argument == found->value ? std::optional(false) : std::nullopt;
}

// Does the map's definition say otherwise than that the whole key or value is read?
bool contradicts(ProofWalk& walk, Mismatch& found) {
  const auto map = known_before(walk, found.read.step, 1);
  if (!map || !map->state || map->state->type != RegisterType::MapPtr) return false;
  found.map = map->state->map_name;
  const uint32_t size = found.is_key ? map->state->key_size : map->state->value_size;
  return size != 0 && size != static_cast<uint32_t>(found.read.size);
}

// Nothing of a variable lies above the frame. One store from where it begins up to there, or up to
// where the kernel stopped, is all of it.
bool measure_variable(Mismatch& found) {
  const StackRead& read = found.read;
  found.write = last_write(read, read.from);
  const bool begins_there = found.write && found.write->from == read.from;
  const int32_t written = begins_there ? found.write->size : 0;
  if (read.leaves_frame()) {
    found.is_at_most = written == 0 || found.write->end() != 0;
    found.variable_size = -read.from;
    return true;
  }
  const auto gap = gap_of(read);
  found.variable_size = written;
  return begins_there && gap && gap->from == found.write->end() && gap->end == read.end();
}

// A struct of which one field was set, and a pointer, are other mistakes.
bool is_plain_variable(ProofWalk& walk, const Mismatch& found) {
  if (kept_pointer(walk, found.read)) return false;
  if (!found.variable) return true;
  const bool is_struct_with_gap = found.variable->has_members && !found.read.leaves_frame();
  const bool is_pointer = found.variable->is_pointer && found.variable->has_address_sign;
  return !is_struct_with_gap && !is_pointer;
}

std::optional<Mismatch> mismatch(ProofWalk& walk, StepIndex rejected) {
  const Evidence& seen = walk.seen;
  auto read = stack_read(walk, seen.obligation, rejected);
  if (!read) return std::nullopt;
  const Insn& call = walk.code.at(rejected);
  const auto key = is_key(call, read->argument);
  if (!key) return std::nullopt;
  Mismatch found;
  found.read = std::move(*read);
  found.is_key = *key;
  if (contradicts(walk, found) || !measure_variable(found)) return std::nullopt;
  found.variable = passed_variable(seen, walk.insn_at(rejected), call, found.read.argument);
  return is_plain_variable(walk, found) ? std::optional(std::move(found)) : std::nullopt;
}

std::string variable_text(const Mismatch& found) {
  return found.variable ? found.variable->name + " (at " + found.place() + ")"
                        : "the variable at " + found.place();
}

std::string size_text(const Mismatch& found) {
  return (found.is_at_most ? "at most " : "") + std::to_string(found.variable_size);
}

// Without the source a struct whose other fields were not set looks the same.
bool is_guess(const Mismatch& found) { return !found.variable && !found.read.leaves_frame(); }

std::string map_text(const Mismatch& found) {
  return found.map.empty() ? "this map" : "the map " + found.map;
}

std::string message_of(ProofWalk& walk, const Mismatch& found) {
  const std::string part(found.part());
  return "a " + part + " of " + map_text(found) + " has " + bytes_text(found.read.size) + ", and " +
         callee_text(walk.code.at(found.read.step)) + " reads as many; " + variable_text(found) +
         (is_guess(found) ? " probably has " : " has ") + size_text(found) +
         (is_guess(found) ? ": no more was written there" : "");
}

void tell_events(StoryDraft& draft, const Mismatch& found) {
  const StackRead& read = found.read;
  const Holder variable{true, read.frame, read.from, 1};
  if (found.write)
    tell(draft, found.write->step, ProofKind::Computed, variable,
         "this writes " + places_text(found.write->from, found.write->end()) +
             (found.variable ? ", " + found.variable->name : ""));
  const History map = history_before(draft.walk, read.step, register_at(draft.walk, read.step, 1));
  if (map.origin.step)
    tell(draft, *map.origin.step, ProofKind::Acquired, map.origin.holder,
         "each " + std::string(found.part()) + " of " + map_text(found) + " has " +
             bytes_text(read.size));
  const Holder pointer = register_at(draft.walk, read.step, read.argument);
  tell_history(draft, history_before(draft.walk, read.step, pointer));
  tell(draft, read.step, ProofKind::Missing, pointer,
       callee_text(draft.walk.code.at(read.step)) + " reads " + bytes_text(read.size) + " from " +
           found.place() + " on, " + bytes_text(read.size - found.variable_size) +
           (found.is_at_most ? " or more" : "") + " behind the variable");
  end(draft, Ending::NeverMade, map.origin.step.value_or(read.step));
}

// A variable of its own with the value of the other, if both are numbers.
std::string larger_variable(const Mismatch& found) {
  const int32_t size = found.read.size;
  const bool is_number = found.variable && found.variable->has_address_sign &&
                         !found.variable->has_members && (size == 2 || size == 4 || size == 8);
  const std::string name = "whole_" + std::string(found.part());
  return is_number
             ? "__u" + std::to_string(size * 8) + " " + name + " = " + found.variable->name + ";"
             : "<your type of " + bytes_text(size) + "> " + name + " = <your value>;";
}

Rewrite rewrite_of(const Mismatch& found) {
  const std::string part(found.part());
  const std::string name = found.variable ? found.variable->name : "your variable";
  Rewrite rewrite;
  rewrite.text = larger_variable(found) + "  // as large as the map's, every byte written\n" +
                 "<your map call, with &whole_" + part + " in place of the address of " + name +
                 ">\n// or, where " + name + " is what the " + part +
                 " should be, in the definition of the map:\n__type(" + part + ", <the type of " +
                 name + ">);\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  const auto found = mismatch(walk, rejected);
  if (!found) return {};
  StoryDraft draft{walk, seen.obligation, rejected};
  tell_events(draft, *found);
  Finding finding = finding_of(std::move(draft));
  finding.message = message_of(walk, *found);
  finding.rewrites.push_back(rewrite_of(*found));
  return {finding};
}

}  // namespace

extern const Rule map_size_larger_than_variable{
    .id = "BL009",
    .slug = "map-size-larger-than-variable",
    .severity = Severity::Error,
    .mechanism = "STACK_UNINIT",
    .layer = "source_bug",
    .check = check,
};

}  // namespace bpflens
