// Which conditional jumps look at a value before it is used, and what copies there are by then.
#include "judge/flow_compares.h"

#include <string>
#include <vector>

#include "catch.h"
#include "unit/hand_code.h"

namespace bpflens {
namespace {

using namespace hand_code;
using Lines = std::vector<std::string>;

// Of what the instruction reads in the register: "3 r2 low 4 jumps, before it 1 2".
Lines before(const Code& code, uint32_t insn, uint8_t reg) {
  const DataFlow flow =
      data_flow(code, control_flow(code, {0, static_cast<uint32_t>(code.size())}));
  const Compares compares = compares_in(code, flow);
  const auto read = definition_read(flow, insn, reg);
  REQUIRE(read);
  constexpr const char* ways[] = {" falls through", " jumps", " either"};
  Lines lines;
  for (const EarlierCompare& earlier : compares_before(flow, compares, insn, *read)) {
    const OperandCompared& compared = earlier.compared;
    std::string line = std::to_string(compared.branch) + " r" + std::to_string(compared.reg);
    if (compared.bytes != 8) line += " low " + std::to_string(compared.bytes);
    line += ways[static_cast<size_t>(earlier.way)];
    for (const DefinitionIndex copy : earlier.copied_before) {
      const Definition& definition = flow.definitions[copy];
      const bool is_entry = definition.kind == DefinitionKind::Entry;
      line += is_entry ? " entry" : " " + std::to_string(definition.insn);
    }
    lines.push_back(line);
  }
  return lines;
}

Insn above(uint8_t reg, int64_t jump) { return branch(reg, Operation::Gt, 7, jump); }

Insn above_register(uint8_t reg, uint8_t other, int64_t jump) {
  Insn insn = above(reg, jump);
  insn.src = other;
  insn.src_is_register = true;
  return insn;
}

}  // namespace

TEST_CASE("flow compares: a copy is checked, the original used") {
  // 0 r6 = *(r1); 1 r2 = r6; 2 if r2 > 7 goto +2 (5); 3 r0 += r6; 4 r3 = r6; 5 exit
  const Code code{load(6, 1, 0), move(2, 6), above(2, 2), add_register(0, 6), move(3, 6), leave()};
  CHECK(before(code, 3, 6) == Lines{"2 r2 falls through 0"});
  CHECK(before(code, 3, 0).empty());
  CHECK(before(code, 2, 2).empty());
}

TEST_CASE("flow compares: narrow ones, spilled copies and later ones") {
  // 0 r6 = *(r1); 1 *(fp-8) = r6; 2 w2 = w6; 3 if w2 > 7 goto +3 (7); 4 r3 = *(fp-8);
  // 5 if r3 > 7 goto +1 (7); 6 r0 += r6; 7 exit
  const Code code{load(6, 1, 0),   store(10, -8, 6), narrow(move(2, 6)), narrow(above(2, 3)),
                  load(3, 10, -8), above(3, 1),      add_register(0, 6), leave()};
  CHECK(before(code, 6, 6) == Lines{"3 r2 low 4 falls through 0 1", "5 r3 falls through 0 1 2"});
  // All of a value of four bytes.
  Code whole = code;
  whole[0].size_bytes = 4;
  CHECK(before(whole, 5, 3).at(0).starts_with("3 r2 falls through"));
}

TEST_CASE("flow compares: both operands, on the way of the jump") {
  // 0 if r1 > r2 goto +1 (2); 1 exit; 2 r0 = r1; 3 r0 = r2; 4 exit
  const Code code{above_register(1, 2, 1), leave(), move(0, 1), move(0, 2), leave()};
  CHECK(before(code, 2, 1) == Lines{"0 r1 jumps"});
  CHECK(before(code, 3, 2) == Lines{"0 r2 jumps"});
}

TEST_CASE("flow compares: where both ways lead, and what does not come before") {
  // 0 if r1 > 7 goto +1 (2); 1 r3 = 0; 2 if r1 > 7 goto +0 (3); 3 r0 = r1; 4 if r9 > 7 goto +1 (6)
  // 5 if r1 > 7 goto +0 (6); 6 r0 = r1; 7 if r1 > 7 goto -2 (6); 8 exit
  const Code code{above(1, 1), set(3, 0),  above(1, 0),  move(0, 1), above(9, 1),
                  above(1, 0), move(0, 1), above(1, -2), leave()};
  CHECK(before(code, 3, 1) == Lines{"0 r1 either", "2 r1 either"});
  CHECK(before(code, 6, 1) == Lines{"0 r1 either", "2 r1 either"});
  CHECK(before(code, 6, 1) == before(code, 7, 1));
}

TEST_CASE("flow compares: in a loop it is the last round that counts") {
  // 0 r6 = 0; 1 if r6 > 7 goto +3 (5); 2 r2 = r6; 3 r6 += 1; 4 goto -4 (1); 5 r0 = r6; 6 exit
  const Code code{set(6, 0), above(6, 3), move(2, 6), add(6, 1), go(-4), move(0, 6), leave()};
  CHECK(before(code, 2, 6) == Lines{"1 r6 falls through"});
  CHECK(before(code, 5, 6) == Lines{"1 r6 jumps"});
}

}  // namespace bpflens
