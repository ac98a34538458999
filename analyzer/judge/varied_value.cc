// Compared is what a state says of a value, not what it is called: two ids never agree.
#include "judge/varied_value.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "judge/path.h"
#include "judge/value_words.h"

namespace bpflens {
namespace {

constexpr size_t most_values = 3, most_shown = 4;

struct Seen {
  std::vector<RegisterState> states;
  bool is_precise = false;
};

struct Where {
  bool in_stack = false;
  int32_t number = 0;  // of the register, or the offset of the slot
  auto operator<=>(const Where&) const = default;
};

using AllSeen = std::map<Where, Seen>;

void add(AllSeen& all, Where where, const RegisterState& state) {
  Seen& seen = all[where];
  seen.states.push_back(state);
  seen.is_precise = seen.is_precise || state.precise;
}

AllSeen all_seen(const std::vector<VerifierState>& states) {
  AllSeen all;
  for (const VerifierState& state : states) {
    for (const NamedRegister& reg : state.registers)
      if (reg.number != frame_pointer) add(all, {false, reg.number}, reg.state);
    for (const StackSlot& slot : state.slots)
      if (slot.spill) add(all, {true, slot.offset}, *slot.spill);
  }
  return all;
}

using Describe = std::string (*)(const RegisterState&);

std::string offset_of(const RegisterState& state) {
  return "offset " + std::to_string(constant_offset(state).value_or(state.offset));
}

std::string checked_bytes(const RegisterState& state) {
  return bytes_text(std::max<int64_t>(state.packet_range, 0)) + " checked";
}

// "0 to 65535", "7"
std::string variable_part(const RegisterState& state) {
  const std::string text = range_text(state.scalar);
  constexpr std::string_view word = "exactly ";
  return text.starts_with(word) ? text.substr(word.size()) : text;
}

// What of one value differs between its states, each form once.
std::vector<std::string> forms(const std::vector<RegisterState>& states, Describe describe) {
  std::vector<std::string> found;
  for (const RegisterState& state : states) {
    std::string form = describe(state);
    if (std::ranges::find(found, form) == found.end()) found.push_back(std::move(form));
  }
  return found;
}

VariedValue described(const Seen& seen) {
  VariedValue value;
  const std::vector<std::string> types = forms(seen.states, type_text);
  if (types.size() > 1) {
    value.values = types;
    return value;
  }
  value.type = types[0];
  for (const Describe part :
       {Describe(offset_of), Describe(checked_bytes), Describe(variable_part)}) {
    std::vector<std::string> differing = forms(seen.states, part);
    if (differing.size() < 2) continue;
    value.values = std::move(differing);
    break;
  }
  return value;
}

bool writes(const Insn& insn, const Where& where) {
  if (!where.in_stack) return written_register(insn) == where.number;
  return insn.kind == InsnKind::Store && insn.dst == frame_pointer && insn.offset == where.number;
}

// The last instruction before the branch's last visit on the path that wrote it.
std::optional<Place> changed_at(const Trace& trace, UnitIndex unit, uint32_t branch,
                                const Where& where) {
  constexpr StepIndex most_steps = 5'000;
  const Path& path = trace.units[unit].path;
  const auto last = last_visit(path, branch);
  if (!last) return std::nullopt;
  PathCode code(trace, unit);
  const StepIndex end = *last < most_steps ? 0 : *last - most_steps;
  for (StepIndex step = *last; step-- > end;)
    if (writes(code.at(step), where)) return place_of(trace.read_step(unit, step));
  return std::nullopt;
}

}  // namespace

std::vector<VariedValue> varied_values(const Trace& trace, UnitIndex unit, size_t index) {
  const std::vector<VerifierState> states = trace.read_resumed(unit, index);
  const uint32_t branch = trace.units[unit].visits[index].insn;
  std::vector<std::pair<bool, VariedValue>> varied;  // whether it is precise
  for (const auto& [where, seen] : all_seen(states)) {
    VariedValue value = described(seen);
    if (value.values.size() < 2) continue;
    value.name = where.in_stack ? "fp" + std::to_string(where.number)
                                : name_of(static_cast<RegisterNumber>(where.number));
    value.changed_at = changed_at(trace, unit, branch, where);
    varied.emplace_back(seen.is_precise, std::move(value));
  }
  std::ranges::sort(varied, [](const auto& a, const auto& b) {
    const auto rank_a = std::pair(a.first, a.second.values.size());
    const auto rank_b = std::pair(b.first, b.second.values.size());
    return rank_a != rank_b ? rank_a > rank_b : a.second.name < b.second.name;
  });
  std::vector<VariedValue> values;
  for (auto& [is_precise, value] : varied) {
    if (values.size() == most_values) break;
    if (value.values.size() > most_shown) value.values.resize(most_shown);
    values.push_back(std::move(value));
  }
  return values;
}

}  // namespace bpflens
