// The other walk is followed along the lines. What differs in form and has a part in the story of
// the rejected value comes first, then what is known of that value where it is used.
#include "judge/against_code.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <unordered_map>
#include <utility>

#include "judge/against_forms.h"
#include "judge/code_path.h"

namespace bpflens {
namespace {

constexpr size_t most_code_lines = 8;
// Loads of one source have more lines in common; others share a `return 0;`.
constexpr size_t least_shared = 2, least_share = 4;

class Comparison {
 public:
  Comparison(const TwoLoads& loads, LineNames& names, VisitIndex last)
      : loads_(loads),
        here_(loads.here, loads.unit, loads.explained.obligation, names),
        there_(loads.there.trace_to(loads.unit_there, last), loads.unit_there,
               loads.explained.obligation, names) {
    const auto named = register_named(loads.explained.obligation.register_name);
    here_.end_with(rejected_step(loads), named);
    use_there_ = counterpart();
    there_.end_with(use_there_.value_or(there_.step_count() - 1), named);
  }

  void fill(Against& against);

 private:
  std::optional<StepIndex> counterpart();
  std::set<uint32_t> story_here() const;
  std::vector<LineKey> differing_lines() const;
  ParallelPlace place_of_line(LineKey line) const;
  std::optional<ParallelPlace> check_elsewhere();
  void add_value(std::vector<ParallelPlace>& places, StepIndex here, RegisterNumber number_here,
                 StepIndex there, RegisterNumber number_there) const;
  void add_values(std::vector<ParallelPlace>& places);
  ParallelPlace rejection() const;

  const TwoLoads& loads_;
  CodePath here_, there_;
  std::optional<StepIndex> use_there_;
};

bool does_the_same(const Insn& a, const Insn& b) {
  if (a.kind != b.kind || a.size_bytes != b.size_bytes || a.src_is_register != b.src_is_register)
    return false;
  return is_call(a) ? a.callee == b.callee : a.operation == b.operation && a.offset == b.offset;
}

// The last step of the other path that does on the same line what is rejected here.
std::optional<StepIndex> Comparison::counterpart() {
  const LineKey line = here_.lines()[here_.use()];
  const Insn rejected = here_.insn_at(here_.use());
  for (StepIndex step = there_.step_count(); step-- > 0;)
    if (there_.lines()[step] == line && does_the_same(there_.insn_at(step), rejected)) return step;
  return std::nullopt;
}

// With what a rule found: a check of another copy is on no way to the value.
std::set<uint32_t> Comparison::story_here() const {
  std::set<uint32_t> insns = here_.story();
  for (const Finding& finding : loads_.explained.findings)
    for (const ProofEvent& event : finding.proof)
      if (event.place.insn) insns.insert(*event.place.insn);
  return insns;
}

// All lines of both, those of the other load behind the one that they follow.
std::list<LineKey> merged(const std::vector<LineKey>& here, const std::vector<LineKey>& there) {
  std::list<LineKey> lines(here.begin(), here.end());
  std::unordered_map<LineKey, std::list<LineKey>::iterator> places;
  for (auto at = lines.begin(); at != lines.end(); ++at) places.emplace(*at, at);
  auto behind = lines.begin();
  for (const LineKey line : there) {
    const auto known = places.find(line);
    behind = std::next(known != places.end() ? known->second : lines.insert(behind, line));
  }
  return lines;
}

std::vector<PathInsn> those_of(const std::vector<PathInsn>& code, const std::set<uint32_t>& insns) {
  std::vector<PathInsn> some;
  for (const PathInsn& at : code)
    if (insns.contains(at.insn)) some.push_back(at);
  return some;
}

// Those of the story first, and each kind in the order of the path.
std::vector<LineKey> Comparison::differing_lines() const {
  const std::set<uint32_t> of_here = story_here(), of_there = there_.story();
  std::vector<LineKey> told, others;
  for (const LineKey line : merged(here_.order(), there_.order())) {
    if (line == 0) continue;
    const std::vector<PathInsn>&code_here = here_.code_of(line), &code_there = there_.code_of(line);
    if (forms_of(code_here) == forms_of(code_there)) continue;
    const bool matters =
        forms_of(those_of(code_here, of_here)) != forms_of(those_of(code_there, of_there));
    (matters ? told : others).push_back(line);
  }
  told.insert(told.end(), others.begin(), others.end());
  return told;
}

std::vector<std::string> listing(const std::vector<PathInsn>& code) {
  std::vector<std::string> lines;
  for (const PathInsn& at : code) {
    if (lines.size() == most_code_lines) {
      lines.push_back("and " + std::to_string(code.size() - lines.size()) + " more");
      break;
    }
    lines.push_back(std::to_string(at.insn) + ": " + at.text);
  }
  return lines;
}

ParallelPlace Comparison::place_of_line(LineKey line) const {
  ParallelPlace place;
  place.kind = PartedKind::Code;
  const std::vector<PathInsn>&here = here_.code_of(line), &there = there_.code_of(line);
  if (!here.empty()) place.here = here_.place_of_insn(here.front().insn);
  if (!there.empty()) place.there = there_.place_of_insn(there.front().insn);
  place.here_code = listing(here);
  place.there_code = listing(there);
  place.text = here.empty()    ? "only the other load comes through this line"
               : there.empty() ? "only this load comes through this line"
                               : "this line is other code there";
  return place;
}

bool is_number(const KnownValue& value) {
  return value.kind == KnownValue::Kind::Value && value.state.type == RegisterType::Scalar;
}

bool asks_for_order(const Insn& jump) {
  return jump.operation >= Operation::Gt && jump.operation <= Operation::SLe;
}

// There, a jump looks at the number that is used; here, that line looks at something else.
std::optional<ParallelPlace> Comparison::check_elsewhere() {
  if (!use_there_) return std::nullopt;
  for (const Stretch& stretch : there_.lineage().stretches) {
    if (stretch.compared_at.empty() || stretch.holder.in_stack) continue;
    const StepIndex check = stretch.compared_at.back();
    const auto number = static_cast<RegisterNumber>(stretch.holder.where);
    const LineKey line = there_.lines()[check];
    if (line == 0 || !is_number(there_.value(check, number)) || here_.check_at(line)) continue;
    const PathInsn* jump = here_.jump_like(there_.path_insn(check), line);
    if (!jump || !asks_for_order(jump->code)) continue;
    ParallelPlace place;
    place.kind = PartedKind::Code;
    place.here = here_.place_of_insn(jump->insn);
    place.there = there_.place(check);
    place.register_name = name_of(RegisterNumber{jump->code.dst});
    place.here_text = place.register_name;
    place.there_text = name_of(number);
    place.text = "this looks at " + place.here_text + " here, which is not what is used; insn " +
                 std::to_string(place.there.insn.value_or(0)) + " there looks at " +
                 place.there_text + ", which is";
    return place;
  }
  return std::nullopt;
}

void Comparison::add_value(std::vector<ParallelPlace>& places, StepIndex here,
                           RegisterNumber number_here, StepIndex there,
                           RegisterNumber number_there) const {
  const KnownValue a = here_.value(here, number_here), b = there_.value(there, number_there);
  if (compare(a, here_.era(), b, there_.era()) != Alike::No) return;
  ParallelPlace place;
  place.kind = PartedKind::State;
  place.here = here_.place(here);
  place.there = there_.place(there);
  place.register_name = name_of(number_here);
  const ValueWords words = words_of(a, here_.era(), b, there_.era(), loads_.print);
  const bool is_same_register = number_here == number_there;
  place.text = place.register_name + " is " + words.here + " here" +
               (is_same_register ? " and " : ", " + name_of(number_there) + " is ") + words.there +
               " there (insn " + std::to_string(place.there.insn.value_or(0)) + ")";
  place.here_text = words.here;
  place.there_text = words.there;
  places.push_back(std::move(place));
}

struct AddedNumber {
  StepIndex step = 0;
  RegisterNumber number = 0;
};

// The number that was last added to what the story's end reads.
std::optional<AddedNumber> added_number(const CodePath& path) {
  const Lineage& lineage = path.lineage();
  if (lineage.read.empty()) return std::nullopt;
  size_t at = lineage.read[0];
  for (size_t count = 0; count < lineage.stretches.size(); count++) {
    const Stretch& stretch = lineage.stretches[at];
    if (stretch.made_of.empty() || !stretch.made_by) return std::nullopt;
    if (stretch.made_of.size() == 1) {
      at = stretch.made_of[0];
      continue;
    }
    for (const size_t operand : stretch.made_of) {
      const Holder& holder = lineage.stretches[operand].holder;
      const auto number = static_cast<RegisterNumber>(holder.where);
      if (!holder.in_stack && is_number(path.value(*stretch.made_by, number)))
        return AddedNumber{*stretch.made_by, number};
    }
    return std::nullopt;
  }
  return std::nullopt;
}

// What both uses read, and the number that went into it.
void Comparison::add_values(std::vector<ParallelPlace>& places) {
  if (!use_there_) return;
  const auto here = added_number(here_), there = added_number(there_);
  if (here && there) add_value(places, here->step, here->number, there->step, there->number);
  const auto read_here = registers_read_by(here_.insn_at(here_.use()), std::nullopt);
  auto read_there = registers_read_by(there_.insn_at(*use_there_), std::nullopt);
  // A pointer plus a number, or a number plus a pointer.
  const bool is_turned = read_here.size() == 2 && read_there.size() == 2 &&
                         is_number(here_.value(here_.use(), read_here[0])) !=
                             is_number(there_.value(*use_there_, read_there[0]));
  if (is_turned) std::swap(read_there[0], read_there[1]);
  for (size_t i = 0; i < std::min(read_here.size(), read_there.size()); i++) {
    if (here && here->step == here_.use() && here->number == read_here[i]) continue;
    add_value(places, here_.use(), read_here[i], *use_there_, read_there[i]);
  }
}

ParallelPlace Comparison::rejection() const {
  ParallelPlace place;
  place.here = here_.place(here_.use());
  place.kind = PartedKind::Rejected;
  place.here_text = "rejected";
  if (!use_there_) {
    place.text = "rejected here; the other load has no such instruction on its way";
    return place;
  }
  place.there = there_.place(*use_there_);
  const Unit& unit = loads_.there.trace.units[loads_.unit_there];
  const bool ends_there = loads_.there.trace.verdict != Verdict::Accepted &&
                          !unit.path.steps.empty() &&
                          unit.path.steps.back().insn == place.there.insn;
  place.there_text = ends_there ? "rejected" : "passed";
  place.text = "rejected here, insn " + std::to_string(place.there.insn.value_or(0)) + " is " +
               place.there_text + " there";
  return place;
}

void Comparison::fill(Against& against) {
  const std::vector<LineKey> lines = differing_lines();
  if (lines.empty()) {
    against.parted.text = "nowhere: the lines on the way to the rejection are the same code";
    return;
  }
  against.parted = place_of_line(lines.front());
  if (auto check = check_elsewhere()) against.led_to.push_back(std::move(*check));
  add_values(against.led_to);
  against.led_to.push_back(rejection());
}

bool has_any(const std::vector<LineKey>& lines) {
  return std::ranges::any_of(lines, [](LineKey line) { return line != 0; });
}

}  // namespace

bool compare_code(const TwoLoads& loads, Against& against) {
  LineNames names;
  const std::vector<LineKey> of_step = lines_of(loads.here, loads.unit, names);
  const std::vector<LineKey> of_visit = lines_of(loads.there, loads.unit_there, names);
  if (!has_any(of_step) || !has_any(of_visit)) return compare_forms(loads, against);
  const LineAlignment found = aligned_lines(of_step, loads.there, loads.unit_there, of_visit);
  if (found.shared < least_shared || found.shared * least_share < found.runs) return false;
  Comparison(loads, names, found.last).fill(against);
  return true;
}

}  // namespace bpflens
