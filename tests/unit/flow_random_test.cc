// Random functions: what reaches their uses, against a slow solver; then their copies and types,
// against what comes out when they are run.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
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

namespace {

// Everything goes: a machine whose other memory gives random bytes.
constexpr uint64_t frame_end = 0x7fff'1234'5678'9000;

struct Machine {
  const Code& code;
  const DataFlow& flow;
  const Compares& compares;
  Random& random;
  std::array<uint64_t, register_count> registers{};
  std::array<uint8_t, stack_size_bytes> stack{};
  std::map<DefinitionIndex, uint64_t> made = {};  // what it made last
  uint32_t at = 0;
  uint32_t held = 0;      // copies that were right
  uint32_t compared = 0;  // values that were compared before, as is said of them
  struct Branched {
    bool jumped = false;
    std::array<uint64_t, register_count> registers{};
  };
  std::map<uint32_t, Branched> branched = {};  // the last time

  uint64_t some() { return uint64_t{random()} << 32 | random(); }

  static bool is_in_stack(uint64_t address, uint64_t size) {
    return address >= frame_end - stack_size_bytes && address <= frame_end - size;
  }
  static size_t index(uint64_t address) {
    return static_cast<size_t>(address - (frame_end - stack_size_bytes));
  }

  uint64_t bytes_at(uint64_t address, uint64_t size) {
    if (!is_in_stack(address, size)) return some();
    uint64_t value = 0;
    for (uint64_t i = 0; i < size; i++) value |= uint64_t{stack[index(address + i)]} << (8 * i);
    return value;
  }

  void set_bytes(uint64_t address, uint64_t size, uint64_t value) {
    if (!is_in_stack(address, size)) return;
    for (uint64_t i = 0; i < size; i++)
      stack[index(address + i)] = static_cast<uint8_t>(value >> (8 * i));
  }

  static uint64_t low(uint64_t value, uint8_t bytes) {
    return bytes >= 8 ? value : value & ((uint64_t{1} << (8 * bytes)) - 1);
  }

  uint64_t now_in(const Storage& storage) {
    if (!storage.on_stack) return registers[storage.reg];
    const auto size = std::min<uint64_t>(storage.size_bytes, 8);
    return bytes_at(frame_end + static_cast<uint64_t>(int64_t{storage.offset}), size);
  }

  void check_type(const ValueType& type, uint64_t value, uint64_t size) {
    REQUIRE(type.kind != ValueKind::Unreached);
    const auto mask = low(UINT64_MAX, static_cast<uint8_t>(size));
    if (type.offset && type.kind == ValueKind::Number)
      REQUIRE((static_cast<uint64_t>(*type.offset) & mask) == value);
    if (type.offset && type.kind == ValueKind::Frame)
      REQUIRE(frame_end + static_cast<uint64_t>(*type.offset) == value);
    if (size == 8 && is_in_stack(value, 1)) REQUIRE(type.may_be_frame);
  }

  void check_made(DefinitionIndex index) {
    if (index == no_definition) return;
    const Definition& definition = flow.definitions[index];
    const uint64_t value = now_in(definition.storage);
    made[index] = value;
    const CopyOf& copy = flow.copy_of[index];
    REQUIRE(made.contains(copy.definition));
    REQUIRE(low(made.at(copy.definition), copy.bytes) == value);
    if (copy.definition != index) held++;
    const bool is_known = definition.kind != DefinitionKind::Clobbered;
    if (definition.storage.size_bytes <= 8 && is_known && follows(definition))
      check_type(flow.types[index], value, definition.storage.size_bytes);
  }

  // What nothing reads is not kept up to date.
  bool follows(const Definition& definition) const {
    return definition.kind != DefinitionKind::MayWrite;
  }

  void begin() {
    for (uint64_t& value : registers) value = some();
    registers[10] = frame_end;
    for (uint8_t& byte : stack) byte = static_cast<uint8_t>(random());
    for (DefinitionIndex i = 0; i < flow.definitions.size(); i++)
      if (flow.definitions[i].kind == DefinitionKind::Entry) check_made(i);
  }

  void check_beginning_of_block() {
    for (DefinitionIndex i = 0; i < flow.definitions.size(); i++) {
      const Definition& definition = flow.definitions[i];
      if (definition.kind == DefinitionKind::Merge && definition.insn == at) check_made(i);
    }
  }

  // It writes where its arguments point to, from there on; one of ours anything anywhere.
  void call(bool is_own) {
    std::vector<uint64_t> arguments;
    for (uint8_t reg = 1; reg <= 5; reg++)
      if (is_in_stack(registers[reg], 1)) arguments.push_back(registers[reg]);
    for (const uint64_t argument : arguments) {
      for (int i = 0; i < 8 && below(random, 2) == 0; i++) {
        const uint64_t first = is_own ? frame_end - stack_size_bytes : argument;
        const uint64_t place = first + below(random, static_cast<uint32_t>(frame_end - first));
        const bool stores_pointer = is_own && below(random, 2) == 0;
        set_bytes(place & ~uint64_t{7}, stores_pointer ? 8 : 0, arguments[0]);
        set_bytes(place, stores_pointer ? 0 : 1, some());
      }
    }
    registers[0] = some();
    registers[1] = some();  // one definition for all that a call clobbers
    for (uint8_t reg = 2; reg <= 5; reg++) registers[reg] = registers[1];
  }

  void calculate(const Insn& insn) {
    const uint64_t other =
        insn.src_is_register ? registers[insn.src] : static_cast<uint64_t>(insn.imm);
    uint64_t& value = registers[insn.dst];
    if (insn.kind == InsnKind::Move) value = other;
    if (insn.operation == Operation::Add) value += other;
    if (insn.operation == Operation::And) value &= other;
    if (insn.is_32bit) value = low(value, 4);
  }

  void check_compares(const Reading& reading) {
    const CopyOf& read = flow.copy_of[reading.definition];
    for (const EarlierCompare& earlier : compares_before(flow, compares, at, reading.definition)) {
      const Branched& last = branched.at(earlier.compared.branch);
      const uint8_t bytes = std::min(earlier.compared.bytes, read.bytes);
      REQUIRE(low(last.registers[earlier.compared.reg], bytes) ==
              low(registers[reading.storage.reg], bytes));
      if (earlier.way == WayFromBranch::Either) continue;
      REQUIRE(last.jumped == (earlier.way == WayFromBranch::Jumps));
      compared++;
    }
  }

  void step() {
    const Insn& insn = code[at];
    uint64_t next = at + 1;
    for (const Reading& reading : readings_at(flow, at))
      if (!reading.storage.on_stack) check_compares(reading);
    const auto offset = static_cast<uint64_t>(int64_t{insn.offset});
    switch (insn.kind) {
      case InsnKind::Load:
        registers[insn.dst] = bytes_at(registers[insn.src] + offset, insn.size_bytes);
        registers[insn.dst] = low(registers[insn.dst], insn.size_bytes);
        break;
      case InsnKind::Store:
        set_bytes(registers[insn.dst] + offset, insn.size_bytes,
                  insn.src_is_register ? registers[insn.src] : static_cast<uint64_t>(insn.imm));
        break;
      case InsnKind::Call:
      case InsnKind::CallSubprogram:
        call(insn.kind == InsnKind::CallSubprogram);
        break;
      case InsnKind::Branch:
      case InsnKind::Jump:
        if (insn.kind == InsnKind::Jump || below(random, 2) == 0)
          next += static_cast<uint64_t>(insn.jump);
        branched[at] = {next != at + 1, registers};
        break;
      default:
        calculate(insn);
    }
    for (DefinitionIndex i = 0; i < flow.definitions.size(); i++) {
      const DefinitionKind kind = flow.definitions[i].kind;
      const bool is_of_insn = kind != DefinitionKind::Entry && kind != DefinitionKind::Merge;
      if (is_of_insn && flow.definitions[i].insn == at) check_made(i);
    }
    at = static_cast<uint32_t>(next);
  }

  void run(int steps) {
    begin();
    std::set<uint32_t> beginnings;
    for (const BasicBlock& block : flow.control.blocks) beginnings.insert(block.insns.first);
    while (steps-- > 0 && code[at].kind != InsnKind::Exit) {
      if (beginnings.contains(at)) check_beginning_of_block();
      step();
    }
  }
};

Code wild_code(Random& random, uint32_t size) {
  Code code;
  const auto some_register = [&] { return static_cast<uint8_t>(below(random, 10)); };
  const auto base = [&] { return below(random, 3) == 0 ? some_register() : uint8_t{10}; };
  const auto offset = [&] { return -8 * static_cast<int32_t>(below(random, 5)); };
  const auto bytes = [&] {
    return below(random, 4) != 0 ? uint8_t{8} : static_cast<uint8_t>(1U << below(random, 4));
  };
  for (uint32_t at = 0; at < size; at++) {
    const auto jump = int64_t{below(random, size)} - at - 1;
    switch (below(random, 16)) {
      case 0:
        code.push_back(set(some_register(), int64_t{below(random, 3)} - 1));
        break;
      case 1:
        code.push_back(move(some_register(), 10));
        break;
      case 2:
      case 3:
        code.push_back(move(some_register(), some_register()));
        break;
      case 4:
        code.push_back(narrow(move(some_register(), some_register())));
        break;
      case 5:
        code.push_back(add(some_register(), 8 * (int64_t{below(random, 5)} - 3)));
        break;
      case 6:
        code.push_back(below(random, 2) == 0 ? add_register(some_register(), some_register())
                                             : narrow(add(some_register(), 1)));
        break;
      case 7:
        code.push_back(alu(some_register(), Operation::And, 0xff));
        break;
      case 8:
        code.push_back(below(random, 3) == 0 ? call_own() : call());
        break;
      case 9:
        code.push_back(store_number(base(), offset(), 7, bytes()));
        break;
      case 10:
        code.push_back(branch(some_register(), Operation::Gt, 3, jump));
        break;
      case 11:
      case 12:
        code.push_back(load(some_register(), base(), offset(), bytes()));
        break;
      case 13:
        code.push_back(below(random, 4) == 0 ? go(jump) : set(some_register(), 5));
        break;
      default:
        code.push_back(store(base(), offset(), some_register(), bytes()));
    }
  }
  code.push_back(leave());
  return code;
}

}  // namespace

TEST_CASE("flow: copies, types and compares of random functions hold when they run") {
  Random random(3);
  uint32_t held = 0, compared = 0;
  for (int round = 0; round < 1500; round++) {
    const Code code = wild_code(random, 2 + below(random, 40));
    const DataFlow flow = flow_of(code);
    INFO(round);
    const Compares compares = compares_in(code, flow);
    for (int run = 0; run < 3; run++) {
      Machine machine{code, flow, compares, random};
      machine.run(200);
      held += machine.held;
      compared += machine.compared;
    }
  }
  CHECK(held > 50'000);
  CHECK(compared > 3'000);
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
