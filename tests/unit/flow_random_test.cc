// Random functions: what reaches their uses, against a slow solver.
#include <array>
#include <set>
#include <vector>

#include "catch.h"
#include "judge/flow.h"
#include "judge/flow_compares.h"
#include "unit/hand_code.h"

namespace bpflens {
namespace {

using namespace hand_code;

// One bit per instruction that may have written a register or a byte of the stack last.
using Writers = uint64_t;
constexpr Writers at_entry = uint64_t{1} << 63;
constexpr int stack_bytes = 32;

struct State {
  std::array<Writers, register_count + stack_bytes> writers{};
  static size_t byte(int offset) {
    return size_t{register_count} + static_cast<size_t>(stack_bytes + offset);
  }

  bool take_in(const State& other) {
    const State old = *this;
    for (size_t i = 0; i < writers.size(); i++) writers[i] |= other.writers[i];
    return writers != old.writers;
  }
};

// r6 is fp-24, r9 points into the stack, who knows where. Only r1, and only right before a call, is
// a copy of one of them.
constexpr int known_place = -24;
constexpr uint32_t prologue_size = 4;

struct Effects {
  const Code& code;
  uint32_t at;
  State& state;

  Writers self() const { return uint64_t{1} << at; }
  void write(uint8_t reg) { state.writers[reg] = self(); }
  void write_bytes(int first, int end) {
    for (int i = first; i < end; i++) state.writers[State::byte(i)] = self();
  }
  void may_write_bytes(int first) {
    for (int i = first; i < 0; i++) state.writers[State::byte(i)] |= self();
  }

  void call() {
    if (at > 0 && code[at - 1] == move(1, 6)) may_write_bytes(known_place);
    for (uint8_t reg = 0; reg <= 5; reg++) write(reg);
  }

  void store(const Insn& insn) {
    if (insn.dst == 9) return may_write_bytes(-stack_bytes);
    const int first = insn.offset + (insn.dst == 6 ? known_place : 0);
    write_bytes(first, first + insn.size_bytes);
  }

  void apply() {
    const Insn& insn = code[at];
    if (is_call(insn)) return call();
    if (insn.kind == InsnKind::Store) return store(insn);
    if (const auto reg = written_register(insn)) write(*reg);
  }
};

std::vector<uint32_t> next_insns(const Code& code, uint32_t at) {
  const Insn& insn = code[at];
  const auto target = static_cast<uint32_t>(at + 1 + insn.jump);
  if (insn.kind == InsnKind::Exit) return {};
  if (insn.kind == InsnKind::Jump) return {target};
  if (insn.kind == InsnKind::Branch) return {at + 1, target};
  return {at + 1};
}

// Before each instruction.
std::vector<State> slow_solution(const Code& code) {
  std::vector<State> before(code.size());
  before[0].writers.fill(at_entry);
  for (bool changes = true; changes;) {
    changes = false;
    for (uint32_t at = 0; at < code.size(); at++) {
      State after = before[at];
      if (after.writers[0] == 0) continue;
      Effects{code, at, after}.apply();
      for (const uint32_t next : next_insns(code, at)) changes |= before[next].take_in(after);
    }
  }
  return before;
}

// Jumps go to any instruction behind the prologue, but not between the two of a call.
Code random_code(Random& random, uint32_t size) {
  Code code{move(6, 10), add(6, known_place), move(9, 10), add_register(9, 1)};
  std::vector<uint32_t> targets;
  const auto some_register = [&] {
    constexpr std::array<uint8_t, 6> registers{0, 2, 3, 4, 7, 8};
    return registers[below(random, registers.size())];
  };
  const auto access = [&](Insn insn, uint8_t& base) {
    insn.size_bytes = static_cast<uint8_t>(1U << below(random, 4));
    const uint32_t kind = below(random, 8);
    base = kind == 0 ? 9 : kind == 1 ? 6 : 10;
    const int lowest = base == 6 ? -8 : -stack_bytes;
    const int places = ((base == 6 ? -known_place : 0) - lowest) / insn.size_bytes;
    insn.offset =
        lowest + static_cast<int>(below(random, static_cast<uint32_t>(places))) * insn.size_bytes;
    return insn;
  };
  while (code.size() < size) {
    targets.push_back(static_cast<uint32_t>(code.size()));
    switch (below(random, 9)) {
      case 0:
        code.push_back(set(some_register(), 1));
        break;
      case 1:
        code.push_back(move(some_register(), some_register()));
        break;
      case 2:
        code.push_back(add_register(some_register(), some_register()));
        break;
      case 3:
      case 4: {
        Insn insn = load(some_register(), 0, 0);
        uint8_t base = 0;
        insn = access(insn, base);
        insn.src = base;
        code.push_back(insn);
        break;
      }
      case 5: {
        Insn insn = store(0, 0, some_register());
        uint8_t base = 0;
        insn = access(insn, base);
        insn.dst = base;
        code.push_back(insn);
        break;
      }
      case 6:
        if (below(random, 2) == 0) code.push_back(move(1, 6));
        code.push_back(code.back() != move(1, 6) && below(random, 3) == 0 ? call_own() : call());
        break;
      case 7:
        code.push_back(branch(some_register(), Operation::Gt, 3, 0));
        break;
      default:
        if (below(random, 3) == 0) code.push_back(below(random, 2) == 0 ? leave() : go(0));
        break;
    }
  }
  code.push_back(leave());
  for (uint32_t at = 0; at < code.size(); at++)
    if (code[at].kind == InsnKind::Branch || code[at].kind == InsnKind::Jump)
      code[at].jump =
          int64_t{targets[below(random, static_cast<uint32_t>(targets.size()))]} - at - 1;
  return code;
}

Writers writers(const DataFlow& flow, DefinitionIndex index) {
  Writers found = 0;
  for (const DefinitionIndex of : reaching_definitions(flow, index)) {
    const Definition& definition = flow.definitions[of];
    found |= definition.kind == DefinitionKind::Entry ? at_entry : uint64_t{1} << definition.insn;
  }
  return found;
}

bool agree(const DataFlow& flow, const Reading& reading, const State& before) {
  const Writers found = writers(flow, reading.definition);
  if (!reading.storage.on_stack) return before.writers[reading.storage.reg] == found;
  for (int i = 0; i < reading.storage.size_bytes; i++)
    if (before.writers[State::byte(reading.storage.offset + i)] != found) return false;
  return true;
}

// So many bytes of the stack must be among what the instruction reads.
int bytes_read(const DataFlow& flow, uint32_t insn) {
  int bytes = 0;
  for (const Reading& reading : readings_at(flow, insn))
    if (reading.storage.on_stack) bytes += reading.storage.size_bytes;
  return bytes;
}

void check_uses(const DataFlow& flow) {
  std::set<std::pair<DefinitionIndex, uint32_t>> forward, backward;
  const auto number = [&](const Reading& reading) {
    for (uint32_t i = flow.first_reading[reading.insn];; i++)
      if (flow.readings[i].storage == reading.storage) return i;
  };
  for (const Reading& reading : flow.readings)
    for (const DefinitionIndex of : reaching_definitions(flow, reading.definition))
      backward.emplace(of, number(reading));
  for (DefinitionIndex i = 0; i < flow.definitions.size(); i++) {
    if (flow.definitions[i].kind == DefinitionKind::Merge) continue;
    for (const Reading& reading : uses_reached(flow, i)) forward.emplace(i, number(reading));
  }
  CHECK(forward == backward);
}

DataFlow flow_of(const Code& code) {
  return data_flow(code, control_flow(code, {0, static_cast<uint32_t>(code.size())}));
}

}  // namespace

TEST_CASE("flow: random functions against a slow solver") {
  Random random(2);
  uint32_t compared = 0;
  for (int round = 0; round < 1500; round++) {
    const Code code = random_code(random, prologue_size + 2 + below(random, 50));
    const DataFlow flow = flow_of(code);
    const std::vector<State> before = slow_solution(code);
    INFO(round);
    for (uint32_t at = 0; at < code.size(); at++) {
      const bool is_reached = before[at].writers[0] != 0;
      for (const Reading& reading : readings_at(flow, at)) {
        const bool same =
            is_reached ? agree(flow, reading, before[at]) : reading.definition == no_definition;
        if (!same) FAIL("instruction " << at);
        compared++;
      }
      const bool is_exact_load = code[at].kind == InsnKind::Load && code[at].src != 9;
      if (is_reached && is_exact_load) CHECK(bytes_read(flow, at) == code[at].size_bytes);
    }
    if (round % 10 == 0) check_uses(flow);
  }
  CHECK(compared > 50'000);
}

TEST_CASE("flow: two hundred thousand instructions") {
  constexpr uint32_t count = 200'000;
  Code code;
  SECTION("each may give up") {
    for (uint32_t i = 0; i + 1 < count; i++)
      code.push_back(i % 2 == 0 ? branch(6, Operation::Eq, 0, int64_t{count} - i - 2) : add(6, 1));
    code.push_back(leave());
    const DataFlow flow = flow_of(code);
    const Compares compares = compares_in(code, flow);
    CHECK(compares.all.size() == count / 2);
    CHECK(compares_before(flow, compares, count - 1, *definition_read(flow, count - 3, 6)).empty());
    CHECK(reaching_definitions(flow, *definition_read(flow, count - 1, 0)).size() == 1);
  }
  SECTION("loops with spills and calls") {
    // In each a register is spilled before a call and filled behind it.
    while (code.size() + 12 < count) {
      const int place = -8 * static_cast<int>(1 + code.size() / 10 % 50);
      const Code loop{store(10, place, 6),
                      move(1, 7),
                      call(),
                      load(6, 10, place),
                      move(8, 6),
                      add(7, 1),
                      move(2, 8),
                      add_register(9, 2),
                      add(9, -1),
                      branch(7, Operation::Lt, 10, -10)};
      code.insert(code.end(), loop.begin(), loop.end());
    }
    code.push_back(leave());
    const DataFlow flow = flow_of(code);
    const auto last = static_cast<uint32_t>(code.size() - 5);
    const CopyOf& copy = flow.copy_of[*definition_made(flow, last)];
    CHECK(flow.definitions[copy.definition].kind == DefinitionKind::Entry);
    CHECK(flow.definitions[copy.definition].storage.reg == 6);
    CHECK(reaching_definitions(flow, *definition_read(flow, last + 1, 9)).size() == 2);
  }
  SECTION("random jumps, of a part of them") {
    Random random(4);
    code = random_code(random, count / 5);  // every jump may go anywhere: many merges
    const DataFlow flow = flow_of(code);
    size_t differing = 0;
    for (BlockIndex block = 0; block < flow.control.blocks.size(); block++)
      for (const Reading& reading : readings_at(flow, flow.control.blocks[block].last_insn))
        if ((reading.definition != no_definition) != is_reachable(flow.control, block)) differing++;
    CHECK(differing == 0);
  }
}

}  // namespace bpflens
