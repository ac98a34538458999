// Is the number that was passed in place of a map what a compiler leaves for a loader to fill in?
// It puts an address that only the loader knows into an instruction of two slots, as an offset
// within a section: 0, or a small number. A number that small it would never write that way itself.
#include <cstdint>
#include <limits>
#include <string>

#include "facts/evidence.h"
#include "judge/proof.h"

namespace bpflens {
namespace {

// The kernel's word for the type that the call needs.
constexpr std::string_view map_type = "map_ptr";

bool is_place_to_fill(const Insn& insn) {
  return insn.kind == InsnKind::LoadImm64 && insn.imm >= 0 &&
         insn.imm <= std::numeric_limits<int32_t>::max();
}

std::string called(const Insn& call) { return call.callee.empty() ? "this call" : call.callee; }

// The offset tells maps in one section apart.
std::string number_words(int64_t number) {
  return number == 0 ? "0" : "the number " + std::to_string(number);
}

std::string message_of(const Insn& load, const Insn& call, RegisterNumber argument,
                       uint32_t load_insn) {
  return name_of(argument) + " should be the map of " + called(call) + ", and is still " +
         number_words(load.imm) + " as the compiler left it (insn " + std::to_string(load_insn) +
         "): whatever loaded this program did not put its maps in";
}

ProofEvent loaded(ProofWalk& walk, const Origin& origin, const Insn& load) {
  ProofEvent event = event_at(walk.seen, *origin.step, ProofKind::Acquired, origin.holder,
                              name_of(origin.holder) + " is " + number_words(load.imm) +
                                  ": the place for a map's descriptor, which was not filled in");
  event.certainty = Certainty::Told;
  return event;
}

Rewrite load_with_libbpf() {
  Rewrite rewrite;
  rewrite.title = "in the application: load the object with a library that creates its maps";
  rewrite.reason =
      "the compiler cannot know a map's descriptor: the loader creates the map, then writes its "
      "descriptor into each instruction that the object's relocations list";
  rewrite.text =
      "struct bpf_object *obj = bpf_object__open_file(\"<your object>.o\", NULL);\n"
      "if (!obj || bpf_object__load(obj)) return 1;\n"
      "struct bpf_program *prog = bpf_object__find_program_by_name(obj, \"<your program>\");\n"
      "int fd = bpf_program__fd(prog);\n";
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  const auto argument = argument_named(seen.obligation.register_name);
  if (!argument) return {};
  if (seen.obligation.kind != ObligationKind::ArgumentType || seen.obligation.name != map_type)
    return {};
  ProofWalk walk(seen);
  const History history = history_before(walk, rejected, register_at(walk, rejected, *argument));
  const Origin& origin = history.origin;
  if (!origin.step || !number_of(walk, history).operations.empty()) return {};
  const Insn load = walk.code.at(*origin.step), call = walk.code.at(rejected);
  if (!is_place_to_fill(load)) return {};
  Finding finding;
  finding.message = message_of(load, call, *argument, walk.insn_at(*origin.step));
  finding.ending = Ending::NeverMade;
  finding.location = place_of(seen.step(rejected));
  finding.lost_at = place_of(seen.step(*origin.step));
  finding.proof = {loaded(walk, origin, load)};
  finding.rewrites = {load_with_libbpf()};
  return {finding};
}

}  // namespace

extern const Rule map_not_relocated{
    .id = "BL017",
    .slug = "map-not-relocated",
    .severity = Severity::Error,
    .mechanism = "LOADER",
    .layer = "loader",
    .check = check,
};

}  // namespace bpflens
