// The flow of every function of every program that is at hand: nothing leaves a function, and what
// is read was made.
#include "judge/flow.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/flow_compares.h"
#include "judge/jump_tables.h"
#include "judge/loops.h"
#include "objects/read.h"

using namespace bpflens;

namespace {

std::vector<std::string> object_names() {
  const std::filesystem::path folder = BPFLENS_SOURCE_DIR "/testdata/objects";
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".o") names.push_back(entry.path().lexically_relative(folder));
  std::sort(names.begin(), names.end());
  return names;
}

bool is_whole(const ControlFlow& control) {
  return std::ranges::none_of(control.blocks, &BasicBlock::has_unknown_targets);
}

// Rust ends a function with a call that never returns.
bool leaves(const BasicBlock& block, const Program& program) {
  return block.leaves_function && !is_call(program.insns[block.last_insn]);
}

void check_blocks(const ControlFlow& control, const Program& program) {
  CHECK(control.reverse_post_order.size() == control.blocks.size());
  CHECK(std::ranges::none_of(control.blocks,
                             [&](const BasicBlock& block) { return leaves(block, program); }));
  CHECK(loops_of(control).irreducible.empty());
}

// A compiler knows that bpf_throw does not return; the flow does not.
bool throws(const Program& program) {
  return std::ranges::any_of(
      program.references, [](const Reference& reference) { return reference.name == "bpf_throw"; });
}

// A compiled program reads nothing that a call clobbered, nor r6 to r9 before it writes them. What
// a call reads is not known.
void check_readings(const Program& program, const DataFlow& flow) {
  for (const Reading& reading : flow.readings) {
    INFO("instruction " << reading.insn);
    REQUIRE(reading.definition != no_definition);
    if (is_call(program.insns[reading.insn]) || reading.storage.on_stack) continue;
    for (const DefinitionIndex index : reaching_definitions(flow, reading.definition)) {
      const Definition& definition = flow.definitions[index];
      CHECK(definition.kind != DefinitionKind::Clobbered);
      const bool is_saved = reading.storage.reg >= 6 && reading.storage.reg <= 9;
      CHECK(!(is_saved && definition.kind == DefinitionKind::Entry));
    }
  }
}

// How many uses of what is compared come after a compare of it or of a copy.
size_t compared_uses(const Program& program, const DataFlow& flow) {
  const Compares compares = compares_in(program.insns, flow);
  size_t count = 0;
  for (const Reading& use : flow.readings)
    for (const EarlierCompare& earlier :
         compares_before(flow, compares, use.insn, use.definition)) {
      CHECK(runs_before(flow.control, earlier.compared.branch, use.insn));
      count++;
    }
  return count;
}

DataFlow flow_of(const Object& object, const Program& program, const ObjectFunction& function) {
  FlowFacts facts;
  facts.references = program.references;
  facts.takes_context = function.first_insn == 0;
  const std::vector<IndirectJump> jumps = indirect_jumps(object, program, function);
  return data_flow(program.insns, control_flow(program.insns, range_of(function), jumps), facts);
}

}  // namespace

TEST_CASE("every function of every object", "[flow]") {
  size_t functions = 0, compared = 0, unknown = 0;
  for (const std::string& name : object_names()) {
    const Object object = object_named(name);
    for (const Program& program : object.programs) {
      for (const ObjectFunction& function : program.functions) {
        INFO(name << " " << program.name << " " << function.name);
        functions++;
        const DataFlow flow = flow_of(object, program, function);
        CHECK(flow.follows_stack);
        unknown += is_whole(flow.control) ? 0 : 1;
        if (!is_whole(flow.control)) continue;
        check_blocks(flow.control, program);
        if (!throws(program)) check_readings(program, flow);
        compared += compared_uses(program, flow);
      }
    }
  }
  CHECK(functions >= 20);
  CHECK(compared >= 5);
  CHECK(unknown == 1);  // the goto of a label's address in jumps.bpf.c
}

TEST_CASE("each gotox goes to what its own table holds", "[flow]") {
  const Object object = object_named("jumps.o");
  REQUIRE(object.programs.size() == 3);
  const Program& tables = object.programs[1];
  const auto jumps = indirect_jumps(object, tables, tables.functions[0]);
  REQUIRE(jumps.size() == 2);
  CHECK(jumps[0].insn == 10);
  CHECK(jumps[0].targets == std::vector<uint32_t>{11, 15, 19, 23, 24});
  CHECK(jumps[1].targets == std::vector<uint32_t>{32, 36, 40, 44});
  const Program& labels = object.programs[2];
  const auto chosen = indirect_jumps(object, labels, labels.functions[1]);
  REQUIRE(chosen.size() == 1);
  CHECK(chosen[0].targets == std::vector<uint32_t>{26, 29, 32, 35});
  const auto nowhere = indirect_jumps(object, labels, labels.functions[0]);
  REQUIRE(nowhere.size() == 1);
  CHECK(nowhere[0].targets.empty());
}
