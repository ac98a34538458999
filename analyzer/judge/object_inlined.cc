#include "judge/object_inlined.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace bpflens {
namespace {

// The instructions of a result that its reader will look up in the source.
std::set<uint32_t> named_insns(const ProgramResult& result) {
  std::set<uint32_t> insns;
  const auto add = [&](const Place& place) {
    if (place.insn) insns.insert(*place.insn);
  };
  add(result.place);
  for (const Finding& finding : result.findings) {
    add(finding.location);
    if (finding.lost_at) add(*finding.lost_at);
    for (const ProofEvent& event : finding.proof) add(event.place);
  }
  return insns;
}

SectionPlace place_in_file(uint32_t insn, const Program& program) {
  constexpr uint64_t slot_bytes = 8;
  const auto next =
      std::ranges::upper_bound(program.functions, insn, {}, &ObjectFunction::first_insn);
  if (next == program.functions.begin()) return {};
  const ObjectFunction& function = *std::prev(next);
  const uint64_t distance = uint64_t{insn} - function.first_insn;
  return {function.section, function.section_offset + distance * slot_bytes};
}

std::string note_of(const InlinedCall& call) {
  return call.function + " has no call of its own here: it was inlined at " +
         std::string(base_name(call.file)) + ":" + std::to_string(call.line);
}

}  // namespace

std::vector<std::string> inlined_notes(const ProgramResult& result, const Object& object,
                                       const Program& program) {
  constexpr size_t most = 6;
  if (!object.inlined_calls) return {};
  std::vector<SectionPlace> places;
  for (const uint32_t insn : named_insns(result)) places.push_back(place_in_file(insn, program));
  if (places.empty()) return {};
  const auto calls_around = object.inlined_calls(places);
  if (!calls_around)
    return {"inlined calls are not named: reading the object's DWARF " + calls_around.error().why};
  std::vector<std::string> notes;
  for (const auto& calls : calls_around.value()) {
    for (const InlinedCall& call : calls) {
      std::string note = note_of(call);
      const bool is_new = std::ranges::find(notes, note) == notes.end();
      if (is_new && notes.size() < most && call.line != 0) notes.push_back(std::move(note));
    }
  }
  return notes;
}

}  // namespace bpflens
