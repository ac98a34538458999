// Instructions of equal form are taken for the same, one after the other.
#include "judge/against_forms.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "judge/alignment.h"
#include "judge/insn_form.h"

namespace bpflens {
namespace {

// All programs begin alike. So many steps, or such a part of the path, is no accident.
constexpr StepIndex enough_steps = 16, enough_share = 4;
constexpr StepIndex code_shown = 3;
constexpr size_t most_insns_read = 50'000;

// Equal numbers for equal forms.
class FormNames {
 public:
  uint32_t of(const Step& step) {
    const Form form = forms_of({{step.insn, step.code, step.insn_text, std::nullopt}}).front();
    return known_.try_emplace(form, static_cast<uint32_t>(known_.size() + 1)).first->second;
  }

 private:
  std::map<Form, uint32_t> known_;
};

// Each instruction is read once: `read(i)` at the i-th step or visit.
template <typename Items, typename Read>
Keys keys_of(const Items& items, FormNames& names, const Read& read) {
  std::unordered_map<uint32_t, uint32_t> of_insn;
  Keys keys;
  keys.reserve(items.size());
  for (uint32_t i = 0; i < items.size(); i++) {
    const auto [entry, is_new] = of_insn.try_emplace(items[i].insn, 0);
    if (is_new && of_insn.size() <= most_insns_read) entry->second = names.of(read(i));
    keys.push_back(entry->second);
  }
  return keys;
}

std::string listed(const Step& step) { return std::to_string(step.insn) + ": " + step.insn_text; }

ParallelPlace place_behind(const TwoLoads& loads, const Alignment& found) {
  ParallelPlace place;
  place.kind = PartedKind::Code;
  place.text = "from here on the instructions are others";
  const auto end = static_cast<StepIndex>(loads.path().steps.size());
  place.here = place_of(loads.here.read_step(loads.unit, std::min(found.steps, end - 1)));
  for (StepIndex step = found.steps; step < std::min(end, found.steps + code_shown); step++)
    place.here_code.push_back(listed(loads.here.read_step(loads.unit, step)));
  const std::vector<Visit>& visits = loads.there.units[loads.unit_there];
  VisitIndex before = found.last;
  for (VisitIndex i = found.last + 1; i < visits.size(); i++) {
    if (visits[i].before != before || visits[i].is_pruned) continue;
    const Step step = loads.there.read_visit(loads.unit_there, i);
    if (place.there_code.empty()) place.there.insn = step.insn;
    place.there_code.push_back(listed(step));
    before = i;
    if (place.there_code.size() == code_shown) break;
  }
  return place;
}

}  // namespace

bool compare_forms(const TwoLoads& loads, Against& against) {
  FormNames names;
  const std::vector<Visit>& visits = loads.there.units[loads.unit_there];
  const Keys of_step = keys_of(loads.path().steps, names, [&](StepIndex step) {
    return loads.here.read_step(loads.unit, step);
  });
  const Keys of_visit = keys_of(visits, names, [&](VisitIndex visit) {
    return loads.there.read_visit(loads.unit_there, visit);
  });
  const Alignment found = aligned(loads.path(), of_step, loads.there, loads.unit_there, of_visit);
  const bool is_one_program =
      found.steps >= enough_steps || size_t{found.steps} * enough_share >= of_step.size();
  if (found.steps == 0 || !is_one_program) return false;
  if (found.steps == of_step.size()) {
    against.parted.text = "nowhere: the instructions on the way to the rejection do the same";
    return true;
  }
  against.parted = place_behind(loads, found);
  ParallelPlace rejection;
  rejection.here = place_of(loads.here.read_step(loads.unit, rejected_step(loads)));
  rejection.kind = PartedKind::Rejected;
  rejection.here_text = "rejected";
  rejection.text = "rejected here; the log has no source lines to find the same place there";
  against.led_to.push_back(std::move(rejection));
  return true;
}

}  // namespace bpflens
