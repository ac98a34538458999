// Is the argument the address of a variable that itself is a pointer? The helper then reads the
// pointer's eight bytes and what lies behind them, not what it points to.
#include <string>
#include <utility>

#include "facts/evidence.h"
#include "judge/drafted_finding.h"
#include "judge/passed_variable.h"
#include "judge/stack_read.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

constexpr int32_t pointer_bytes = 8;

struct PassedPointer {
  StackRead read;
  std::optional<KeptPointer> kept;  // nullopt: only the source shows that it is one
  std::optional<PassedVariable> variable;

  std::string place() const { return "fp" + std::to_string(read.from); }
  std::string name() const { return variable ? variable->name : "the pointer at " + place(); }
};

// Without the size of what it points to, which not every log tells.
std::string pointer_text(const KeptPointer& kept) {
  RegisterState state = kept.state;
  state.value_size = 0;
  state.mem_size = 0;
  return type_text(state);
}

int64_t pointed_size(const RegisterState& pointer) {
  if (pointer.type == RegisterType::MapValue) return pointer.value_size;
  return pointer.type == RegisterType::Mem ? pointer.mem_size : 0;
}

// Does nothing stand behind the pointer that could belong to one object with it?
bool is_alone(const StackRead& read) {
  for (size_t i = pointer_bytes; i < read.has_value.size(); i++)
    if (read.has_value[i]) return false;
  return true;
}

// A struct may begin with a pointer, too. Its size is not that of what the pointer leads to, and
// its other fields have values.
bool is_single_pointer(const PassedPointer& found) {
  const StackRead& read = found.read;
  if (found.variable && found.variable->has_members) return false;
  if (found.variable && found.variable->has_address_sign && found.variable->is_pointer) return true;
  return found.kept && (pointed_size(found.kept->state) == read.size || is_alone(read));
}

// Where the kernel stops: at the pointer itself, if it may not be read as bytes, else behind it.
bool stops_at_pointer(const StackRead& read) {
  if (read.leaves_frame()) return true;
  return read.readable && (*read.readable == 0 || *read.readable == pointer_bytes);
}

std::optional<PassedPointer> passed_pointer(ProofWalk& walk, StepIndex rejected) {
  const Evidence& seen = walk.seen;
  auto read = stack_read(walk, seen.obligation, rejected);
  if (!read || read->size <= pointer_bytes || !stops_at_pointer(*read)) return std::nullopt;
  const Insn& call = walk.code.at(rejected);
  const uint32_t insn = walk.insn_at(rejected);
  PassedPointer found;
  found.kept = kept_pointer(walk, *read);
  found.variable = passed_variable(seen, insn, call, read->argument);
  const bool is_shown = last_write(*read, read->from) || !read->begins_before_paste;
  if (!found.kept && is_shown) return std::nullopt;
  if (!found.kept && read->argument == 0)
    found.variable = passed_address_of_pointer(seen, insn, call);
  found.read = std::move(*read);
  return is_single_pointer(found) ? std::optional(std::move(found)) : std::nullopt;
}

std::string message_of(ProofWalk& walk, const PassedPointer& found) {
  const std::string held =
      found.kept ? ", which holds " + pointer_text(*found.kept) : ", which is a pointer";
  return callee_text(walk.code.at(found.read.step)) + " gets the address of " + found.name() +
         (found.variable ? " (at " + found.place() + ")" : "") + held + ": it would read the " +
         bytes_text(pointer_bytes) + " of the pointer and " +
         bytes_text(found.read.size - pointer_bytes) + " of other stack, not what it points to";
}

void tell_events(StoryDraft& draft, const PassedPointer& found) {
  const StackRead& read = found.read;
  const Holder slot{true, read.frame, read.from, pointer_bytes};
  if (found.kept && found.kept->store) {
    const Holder stored = register_at(draft.walk, *found.kept->store, *found.kept->stored);
    tell_origin(draft, history_before(draft.walk, *found.kept->store, stored).origin);
    tell(draft, *found.kept->store, ProofKind::Spilled, slot,
         name_of(stored) + ", " + pointer_text(*found.kept) + ", is kept at " + found.place());
  }
  const Holder passed = register_at(draft.walk, read.step, read.argument);
  if (read.argument != 0) tell_history(draft, history_before(draft.walk, read.step, passed));
  tell(draft, read.step, ProofKind::Missing, read.argument != 0 ? passed : slot,
       callee_text(draft.walk.code.at(read.step)) + " reads " + bytes_text(read.size) + " from " +
           found.place() + " on, where the pointer itself lies");
  end(draft, Ending::NeverMade, read.step);
}

// What a helper may read through a pointer. Others have to be copied first.
bool is_readable_memory(const PassedPointer& found) {
  if (!found.kept) return true;
  const RegisterType type = found.kept->state.type;
  return type == RegisterType::MapValue || type == RegisterType::Mem;
}

Rewrite rewrite_of(const PassedPointer& found) {
  Rewrite rewrite;
  const std::string name = found.variable ? found.variable->name : "<your pointer>";
  rewrite.text = "<your call, with " + name + " in place of &" + name +
                 ">  // what it points to, where it is known not to be null\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  const auto found = passed_pointer(walk, rejected);
  if (!found) return {};
  StoryDraft draft{walk, seen.obligation, rejected};
  tell_events(draft, *found);
  Finding finding = finding_of(std::move(draft));
  finding.message = message_of(walk, *found);
  if (is_readable_memory(*found)) finding.rewrites.push_back(rewrite_of(*found));
  return {finding};
}

}  // namespace

extern const Rule address_of_pointer{
    .id = "BL010",
    .slug = "address-of-pointer",
    .severity = Severity::Error,
    .mechanism = "STACK_UNINIT",
    .layer = "source_bug",
    .check = check,
};

}  // namespace bpflens
