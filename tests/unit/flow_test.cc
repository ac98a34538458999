// Which definitions reach which uses, what is a copy of what, and what a value is: by hand.
#include "judge/flow.h"

#include <string>
#include <vector>

#include "catch.h"
#include "unit/hand_code.h"

namespace bpflens {
namespace {

using namespace hand_code;

struct Followed {
  Code code;
  DataFlow flow;
};

Followed followed(Code code, const FlowFacts& facts = {}) {
  ControlFlow control = control_flow(code, {0, static_cast<uint32_t>(code.size())});
  DataFlow flow = data_flow(code, std::move(control), facts);
  return {std::move(code), std::move(flow)};
}

// "3", "entry", "merge 5", "call 7".
std::string name_of(const DataFlow& flow, DefinitionIndex index) {
  if (index == no_definition) return "none";
  constexpr const char* kinds[] = {"entry", "", "", "", "clobbered ", "maybe ", "merge "};
  const Definition& definition = flow.definitions[index];
  const std::string kind = kinds[static_cast<size_t>(definition.kind)];
  return kind == "entry" ? kind : kind + std::to_string(definition.insn);
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// What reaches the use of a register.
std::string reaching(const DataFlow& flow, uint32_t insn, uint8_t reg) {
  const auto read = definition_read(flow, insn, reg);
  if (!read) return "not read";
  std::vector<std::string> names;
  for (const DefinitionIndex index : reaching_definitions(flow, *read))
    names.push_back(name_of(flow, index));
  return listed(names);
}

// What reaches the parts of the stack that the instruction reads: "fp-8+4: 3, 5; fp-4+4: 1".
std::string reaching_on_stack(const DataFlow& flow, uint32_t insn) {
  std::string text;
  for (const Reading& reading : readings_at(flow, insn)) {
    if (!reading.storage.on_stack) continue;
    std::vector<std::string> names;
    for (const DefinitionIndex index : reaching_definitions(flow, reading.definition))
      names.push_back(name_of(flow, index));
    text += (text.empty() ? "" : "; ") + ("fp" + std::to_string(reading.storage.offset)) + "+" +
            std::to_string(reading.storage.size_bytes) + ": " + listed(names);
  }
  return text;
}

// Of what the instruction makes in a register, or on the stack.
std::string copied(const DataFlow& flow, uint32_t insn) {
  auto made = definition_made(flow, insn);
  if (!made) made = definition_stored(flow, insn);
  if (!made) return "nothing made";
  const CopyOf& copy = flow.copy_of[*made];
  if (copy.definition == *made) return "itself";
  return name_of(flow, copy.definition) +
         (copy.bytes == 8 ? "" : " low " + std::to_string(copy.bytes));
}

std::string uses(const DataFlow& flow, uint32_t insn) {
  auto made = definition_made(flow, insn);
  if (!made) made = definition_stored(flow, insn);
  REQUIRE(made);
  std::vector<std::string> names;
  for (const Reading& reading : uses_reached(flow, *made))
    names.push_back(std::to_string(reading.insn));
  return listed(names);
}

constexpr const char* kind_names[] = {
    "unreached", "unknown",    "number",      "context",     "frame",    "map",  "map value",
    "packet",    "packet end", "packet meta", "call result", "function", "mixed"};

// Of what the register holds that the instruction reads: "frame -8".
std::string type(const DataFlow& flow, uint32_t insn, uint8_t reg) {
  const auto read = definition_read(flow, insn, reg);
  REQUIRE(read);
  REQUIRE(*read != no_definition);
  const ValueType& of = flow.types[*read];
  std::string text = kind_names[static_cast<size_t>(of.kind)];
  if (of.of != not_one) text += " " + std::to_string(of.of);
  return text + (of.offset ? " at " + std::to_string(*of.offset) : "");
}

Insn perhaps_go(int64_t jump) { return branch(9, Operation::Eq, 0, jump); }

}  // namespace

TEST_CASE("flow: definitions reach uses along all paths") {
  // 0 r1 = 1; 1 if +2 (to 4); 2 r1 = 2; 3 goto +0; 4 r0 = r1; 5 exit
  const auto [code, flow] =
      followed({set(1, 1), perhaps_go(2), set(1, 2), go(0), move(0, 1), leave()});
  CHECK(reaching(flow, 4, 1) == "0, 2");
  CHECK(reaching(flow, 5, 0) == "4");
  CHECK(reaching(flow, 1, 9) == "entry");
  CHECK(reaching(flow, 4, 0) == "not read");
  CHECK(!definition_read(flow, 6, 0));
  CHECK(readings_at(flow, 6).empty());
  CHECK(uses(flow, 0) == "4");
  CHECK(uses(flow, 2) == "4");
  CHECK(uses(flow, 4) == "5");
  CHECK(copied(flow, 4) == "merge 4");
}

TEST_CASE("flow: a loop") {
  // 0 r1 = 0; 1 r2 = r1; 2 r1 += 1; 3 if back to 1; 4 r0 = r1; 5 exit
  const auto [code, flow] =
      followed({set(1, 0), move(2, 1), add(1, 1), perhaps_go(-3), move(0, 1), leave()});
  CHECK(reaching(flow, 1, 1) == "0, 2");
  CHECK(reaching(flow, 2, 1) == "0, 2");
  CHECK(reaching(flow, 4, 1) == "2");
  CHECK(uses(flow, 0) == "1, 2");
  CHECK(uses(flow, 2) == "1, 2, 4");
  CHECK(copied(flow, 1) == "merge 1");
  CHECK(copied(flow, 4) == "2");
  CHECK(type(flow, 1, 1) == "number");
}

TEST_CASE("flow: a loop back to the first instruction") {
  // 0 r2 = r1; 1 r1 += 1; 2 if back to 0; 3 exit
  const auto [code, flow] = followed({move(2, 1), add(1, 1), perhaps_go(-3), leave()});
  CHECK(reaching(flow, 0, 1) == "entry, 1");
  CHECK(reaching(flow, 2, 9) == "entry");
  CHECK(reaching(flow, 3, 0) == "entry");
}

TEST_CASE("flow: where control does not come to") {
  const auto [code, flow] = followed({set(0, 1), go(1), move(0, 3), leave()});
  CHECK(definition_read(flow, 2, 3) == no_definition);
  CHECK(reaching(flow, 2, 3).empty());
  CHECK(reaching(flow, 3, 0) == "0");
  CHECK(copied(flow, 2) == "itself");
  CHECK(uses(flow, 2).empty());
  CHECK(followed({}).flow.readings.empty());
}

TEST_CASE("flow: calls") {
  // 0 r6 = r1; 1 r2 = 4; 2 call; 3 r7 = r0; 4 r8 = r3; 5 r9 = r6; 6 exit
  const Code code{move(6, 1), set(2, 4), call(), move(7, 0), move(8, 3), move(9, 6), leave()};
  const DataFlow all = followed(code).flow;
  CHECK(reaching(all, 2, 2) == "1");
  CHECK(reaching(all, 2, 5) == "entry");
  CHECK(reaching(all, 3, 0) == "2");
  CHECK(reaching(all, 4, 3) == "clobbered 2");
  CHECK(copied(all, 5) == "entry");
  CHECK(type(all, 3, 0) == "call result 2 at 0");
  FlowFacts facts;
  facts.argument_count = [](uint32_t) { return uint8_t{2}; };
  const DataFlow two = followed(code, facts).flow;
  CHECK(reaching(two, 2, 2) == "1");
  CHECK(reaching(two, 2, 3) == "not read");
}

TEST_CASE("flow: registers that instructions read and write without naming them") {
  Insn packet = load(0, 2, 0, 4);
  packet.kind = InsnKind::LoadPacket;
  packet.dst = 0;
  Insn exchange = store(1, 0, 2);
  exchange.kind = InsnKind::Atomic;
  exchange.operation = Operation::CompareExchange;
  exchange.fetches = true;
  Insn fetch = exchange;
  fetch.operation = Operation::Add;
  const DataFlow flow =
      followed({exchange, move(3, 0), fetch, move(4, 2), packet, move(7, 5), may_go(0), leave()})
          .flow;
  CHECK(reaching(flow, 0, 0) == "entry");
  CHECK(reaching(flow, 1, 0) == "0");
  CHECK(reaching(flow, 3, 2) == "2");
  CHECK(reaching(flow, 4, 6) == "entry");
  CHECK(reaching(flow, 5, 5) == "clobbered 4");
  CHECK(reaching(flow, 7, 0) == "4");
  CHECK(readings_at(flow, 6).empty());
}

TEST_CASE("flow: spills and fills are copies") {
  // 0 *(fp-8) = r1; 1 r1 = 0; 2 call; 3 r3 = *(fp-8); 4 r6 = r3; 5 r2 = fp; 6 r2 += -16
  // 7 r4 = *(r2+8); 8 exit
  const DataFlow flow = followed({store(10, -8, 1), set(1, 0), call(), load(3, 10, -8), move(6, 3),
                                  move(2, 10), add(2, -16), load(4, 2, 8), leave()})
                            .flow;
  for (const uint32_t insn : {0U, 3U, 4U, 7U}) CHECK(copied(flow, insn) == "entry");
  CHECK(reaching_on_stack(flow, 3) == "fp-8+8: 0");
  CHECK(uses(flow, 0) == "3, 7");
  CHECK(type(flow, 7, 2) == "frame at -16");
}

TEST_CASE("flow: a register that is filled in a loop is still a copy") {
  // 0 r6 = *(r1); 1 *(fp-8) = r6; 2 r7 = r6; 3 r6 = 0; 4 r6 = *(fp-8); 5 if back to 2; 6 exit
  const DataFlow flow = followed({load(6, 1, 0), store(10, -8, 6), move(7, 6), set(6, 0),
                                  load(6, 10, -8), perhaps_go(-4), leave()})
                            .flow;
  CHECK(reaching(flow, 2, 6) == "0, 4");
  for (const uint32_t insn : {1U, 2U, 4U}) CHECK(copied(flow, insn) == "0");
}

TEST_CASE("flow: bytes of the stack") {
  // 0 *(u64)(fp-8) = r1; 1 *(u16)(fp-4) = r2; 2 r3 = *(u64)(fp-8); 3 r3 = *(u32)(fp-8)
  // 4 r3 = *(u16)(fp-4); 5 r3 = *(u8)(fp-1); 6 exit
  const DataFlow flow =
      followed({store(10, -8, 1), store(10, -4, 2, 2), load(3, 10, -8), load(3, 10, -8, 4),
                load(3, 10, -4, 2), load(3, 10, -1, 1), leave()})
          .flow;
  CHECK(reaching_on_stack(flow, 2) == "fp-8+4: 0; fp-4+2: 1; fp-2+1: 0; fp-1+1: 0");
  CHECK(reaching_on_stack(flow, 3) == "fp-8+4: 0");
  CHECK(reaching_on_stack(flow, 4) == "fp-4+2: 1");
  CHECK(copied(flow, 2) == "itself");
  CHECK(copied(flow, 3) == "itself");
  CHECK(copied(flow, 4) == "entry low 2");
  CHECK(copied(flow, 5) == "itself");
  CHECK(uses(flow, 0) == "2, 2, 2, 3, 5");
}

TEST_CASE("flow: a merge of a byte is no copy of the eight bytes around it") {
  // 0 r6 = *(u8)(r1); 1 if +2; 2 *(u64)(fp-8) = r6; 3 goto +1; 4 *(u8)(fp-1) = r6
  // 5 r2 = *(u8)(fp-1)
  const DataFlow flow = followed({load(6, 1, 0, 1), perhaps_go(2), store(10, -8, 6), go(1),
                                  store(10, -1, 6, 1), load(2, 10, -1, 1), leave()})
                            .flow;
  CHECK(reaching_on_stack(flow, 5) == "fp-1+1: 2, 4");
  CHECK(copied(flow, 4) == "0");
  CHECK(copied(flow, 5) == "merge 5");
}

TEST_CASE("flow: copies of a part") {
  // 0 r6 = *(u64)(r1); 1 r7 = *(u32)(r1); 2 w2 = w6; 3 w3 = w7; 4 *(u32)(fp-4) = r7;
  // 5 r4 = *(u32)(fp-4); 6 *(u8)(fp-8) = r6; 7 r5 = *(u8)(fp-8); 8 w8 = w5; 9 w0 += 1; 10 w1 = w0
  Insn extended = move(9, 6);
  extended.sign_extend_bits = 8;
  const DataFlow flow =
      followed({load(6, 1, 0), load(7, 1, 0, 4), narrow(move(2, 6)), narrow(move(3, 7)),
                store(10, -4, 7, 4), load(4, 10, -4, 4), store(10, -8, 6, 1), load(5, 10, -8, 1),
                narrow(move(8, 5)), narrow(add(0, 1)), narrow(move(1, 0)), extended, leave()})
          .flow;
  CHECK(copied(flow, 2) == "0 low 4");
  CHECK(copied(flow, 3) == "1");
  CHECK(copied(flow, 4) == "1");
  CHECK(copied(flow, 5) == "1");
  CHECK(copied(flow, 7) == "0 low 1");
  CHECK(copied(flow, 8) == "0 low 1");
  CHECK(copied(flow, 10) == "9");
  CHECK(copied(flow, 11) == "itself");
}

TEST_CASE("flow: what is called may write where its arguments point to") {
  // 0 *(fp-16) = r6; 1 *(fp-8) = r7; 2 r1 = fp; 3 r1 += -8; 4 call; 5 r2 = *(fp-8); 6 r3 = *(fp-16)
  Code code{store(10, -16, 6), store(10, -8, 7), move(1, 10), add(1, -8), call(),
            load(2, 10, -8),   load(3, 10, -16), leave()};
  FlowFacts facts;
  facts.argument_count = [](uint32_t) { return uint8_t{1}; };
  const DataFlow helper = followed(code, facts).flow;
  CHECK(reaching_on_stack(helper, 4) == "fp-8+8: 1");
  CHECK(reaching_on_stack(helper, 5) == "fp-8+8: 1, maybe 4");
  CHECK(copied(helper, 5) == "maybe 4");
  CHECK(copied(helper, 6) == "entry");
  // A function of the program may come to all of the stack from there.
  code[4] = call_own();
  const DataFlow own = followed(code, facts).flow;
  CHECK(reaching_on_stack(own, 5) == "fp-8+8: 1, maybe 4");
  CHECK(reaching_on_stack(own, 6) == "fp-16+8: 0, maybe 4");
}

TEST_CASE("flow: what a helper does with the memory behind its arguments") {
  // 0 to 2 fill fp-24, fp-16 and fp-8; 3 r1 = fp; 4 r1 += -24; 5 r2 = 8; 6 r3 = fp; 7 r3 += -8;
  // 8 call; 9 to 11 load them
  const Code code{
      store(10, -24, 6), store(10, -16, 7), store(10, -8, 8), move(1, 10), add(1, -24),
      set(2, 8),         move(3, 10),       add(3, -8),       call(),      load(1, 10, -24),
      load(2, 10, -16),  load(3, 10, -8),   leave()};
  FlowFacts facts;
  facts.argument_memory = [](uint32_t, uint8_t reg) {
    return reg == 1 ? ArgumentMemory{.size_in = 2}
                    : ArgumentMemory{.size_bytes = 4, .may_write = false};
  };
  const DataFlow flow = followed(code, facts).flow;
  CHECK(reaching_on_stack(flow, 8) == "fp-24+8: 0; fp-8+4: 2");
  CHECK(reaching_on_stack(flow, 9) == "fp-24+8: 0, maybe 8");
  CHECK(reaching_on_stack(flow, 10) == "fp-16+8: 1");
  CHECK(reaching_on_stack(flow, 11) == "fp-8+4: 2; fp-4+4: 2");
  CHECK(copied(flow, 11) == "entry");
  // Without what is said of them: all from the lower one on, each once.
  const DataFlow unknown = followed(code).flow;
  CHECK(reaching_on_stack(unknown, 8) == "fp-24+8: 0; fp-16+8: 1; fp-8+8: 2");
  CHECK(reaching_on_stack(unknown, 11) == "fp-8+8: 2, maybe 8");
}

TEST_CASE("flow: a place on the stack that is not known") {
  // 0 *(fp-16) = r6; 1 *(fp-8) = r7; 2 r2 = fp; 3 r2 += r1; 4 *(r2-16) = r8; 5 r3 = *(fp-8);
  // 6 r3 = *(r2-16)
  const DataFlow flow =
      followed({store(10, -16, 6), store(10, -8, 7), move(2, 10), add_register(2, 1),
                store(2, -16, 8), load(3, 10, -8), load(3, 2, -16), leave()})
          .flow;
  CHECK(reaching_on_stack(flow, 5) == "fp-8+8: 1, maybe 4");
  CHECK(reaching_on_stack(flow, 6) == "fp-16+8: 0, maybe 4; fp-8+8: 1, maybe 4");
  CHECK(copied(flow, 6) == "itself");
  CHECK(type(flow, 6, 2) == "frame");
}

TEST_CASE("flow: a pointer to the stack that stands there") {
  // 0 r2 = fp; 1 r2 += -8; 2 *(fp-16) = r2; 3 *(fp-8) = r1; 4 r3 = *(fp-16); 5 *(r3+0) = r4;
  // 6 r5 = *(fp-8); 7 r6 = *(r1); 8 *(r6) = r4; 9 r5 = *(fp-8)
  const DataFlow flow = followed({move(2, 10), add(2, -8), store(10, -16, 2), store(10, -8, 1),
                                  load(3, 10, -16), store(3, 0, 4), load(5, 10, -8), load(6, 1, 0),
                                  store(6, 0, 4), load(5, 10, -8), leave()})
                            .flow;
  CHECK(type(flow, 5, 3) == "frame at -8");
  CHECK(reaching_on_stack(flow, 6) == "fp-8+8: 5");
  // What is loaded from other memory does not point to the stack.
  CHECK(reaching_on_stack(flow, 9) == "fp-8+8: 5");
}

namespace {

// Each pointer that is loaded says where the next one is stored.
Code chain_of_pointers(int length) {
  Code code{move(2, 10)};
  for (int i = 1; i <= length; i++) {
    const int place = -8 * i;
    const Code link{move(3, 10), add(3, place - 8), add(2, i == 1 ? -8 : 0), store(2, 0, 3),
                    load(2, 10, place)};
    code.insert(code.end(), link.begin(), link.end());
  }
  code.push_back(store(2, 0, 6));
  code.push_back(load(4, 10, -8 * (length + 1)));
  code.push_back(leave());
  return code;
}

}  // namespace

TEST_CASE("flow: pointers to the stack found through each other") {
  const Code code = chain_of_pointers(4);
  const DataFlow flow = followed(code).flow;
  CHECK(flow.follows_stack);
  CHECK(copied(flow, static_cast<uint32_t>(code.size() - 2)) == "entry");
  // At some depth it is given up.
  const Code deep = chain_of_pointers(20);
  const DataFlow given_up = followed(deep).flow;
  CHECK(!given_up.follows_stack);
  CHECK(copied(given_up, static_cast<uint32_t>(deep.size() - 2)) == "itself");
  CHECK(reaching(given_up, static_cast<uint32_t>(deep.size() - 3), 2) == "100");
}

TEST_CASE("flow: accesses outside the stack") {
  const DataFlow flow =
      followed({store(10, 0, 1), store(10, -4, 1), store(10, -520, 1), store(10, -513, 1, 1),
                store(10, -512, 1, 1), load(2, 10, -512, 1), load(2, 10, 0), leave()})
          .flow;
  for (const uint32_t insn : {0U, 1U, 2U, 3U}) CHECK(!definition_stored(flow, insn));
  CHECK(definition_stored(flow, 4));
  CHECK(reaching_on_stack(flow, 5) == "fp-512+1: 4");
  CHECK(reaching_on_stack(flow, 6).empty());
}

TEST_CASE("flow: what values are") {
  const std::vector<Reference> references{{2, ReferenceKind::Map, "m", 7},
                                          {10, ReferenceKind::MapValue, "v", 3, 16},
                                          {12, ReferenceKind::Callback, "f"},
                                          {15, ReferenceKind::Kfunc, "k"}};
  FlowFacts facts;
  facts.references = references;
  facts.takes_context = true;
  facts.context_field = [](int64_t offset, uint8_t size_bytes) {
    return size_bytes == 4 && offset == 76 ? ValueKind::Packet : ValueKind::Number;
  };
  // 0 r6 = *(u32)(r1+76); 1 r7 = *(u32)(r1+72); 2 r1 = map; 4 r2 = fp; 5 r2 += -4; 6 call lookup
  // 7 r0 += 4; 8 r6 += 14; 9 r6 += r7; 10 r2 = value; 12 r3 = f; 14 r3 = r6; 15 call kfunc 1
  const DataFlow flow =
      followed(
          joined({{load(6, 1, 76, 4), load(7, 1, 72, 4)},
                  wide(1),
                  {move(2, 10), add(2, -4), call(1), add(0, 4), add(6, 14), add_register(6, 7)},
                  wide(2),
                  wide(3),
                  {move(4, 6), call(1), move(7, 0), leave()}}),
          facts)
          .flow;
  CHECK(type(flow, 0, 1) == "context at 0");
  CHECK(type(flow, 9, 7) == "number");
  CHECK(type(flow, 6, 1) == "map 7 at 0");
  CHECK(type(flow, 6, 2) == "frame at -4");
  CHECK(type(flow, 7, 0) == "map value 7 at 0");
  CHECK(type(flow, 8, 6) == "packet at 0");
  CHECK(type(flow, 9, 6) == "packet at 14");
  CHECK(type(flow, 14, 6) == "packet");
  CHECK(type(flow, 15, 2) == "map value 3 at 16");
  CHECK(type(flow, 15, 3) == "function at 0");
  CHECK(type(flow, 16, 0) == "call result 15 at 0");
}

TEST_CASE("flow: types where paths meet") {
  // 0 r2 = fp; 1 r3 = 1; 2 r4 = 1; 3 if +4 (to 8); 4 r2 += -8; 5 r3 = fp; 6 r4 = 1; 7 goto +0
  // 8 *(r2-8) = r3; 9 *(r3) = r4
  const DataFlow flow =
      followed({move(2, 10), set(3, 1), set(4, 1), perhaps_go(4), add(2, -8), move(3, 10),
                set(4, 1), go(0), store(2, -8, 3), store(3, 0, 4), leave()})
          .flow;
  CHECK(type(flow, 8, 2) == "frame");
  CHECK(type(flow, 8, 3) == "mixed");
  CHECK(type(flow, 9, 4) == "number at 1");
}

}  // namespace bpflens
