// Random functions are run on a machine: their copies, types and compares must be what comes out.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "catch.h"
#include "judge/flow.h"
#include "judge/flow_compares.h"
#include "unit/hand_code.h"

namespace bpflens {
namespace {

using namespace hand_code;

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
    const DataFlow flow =
        data_flow(code, control_flow(code, {0, static_cast<uint32_t>(code.size())}));
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

}  // namespace bpflens
