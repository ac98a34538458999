// Does any line crash the reader of register states, or become a state that prints as something
// else when it is read again? libFuzzer feeds lines, behind a byte that says which era printed
// them.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "read/register_state.h"

using namespace bpflens;

namespace {

bool is_typed(const RegisterState& state) { return state.type != RegisterType::Other; }

// All of it became values. What did not is kept as text, and printed as it stood: such text may
// hold anything, also what reads as another register once its place is a new one.
bool is_understood(const VerifierState& state) {
  return state.unread.empty() &&
         std::all_of(state.registers.begin(), state.registers.end(),
                     [](const NamedRegister& named) { return is_typed(named.state); }) &&
         std::all_of(state.slots.begin(), state.slots.end(),
                     [](const StackSlot& slot) { return !slot.spill || is_typed(*slot.spill); });
}

// What is printed of a state must be read as that state, if it was understood.
void read_and_print(const std::string& line, Era era) {
  const auto state = parse_state(line, era);
  if (!state) return;
  const std::string printed = print_state(*state, era);
  const auto again = parse_state(printed, era);
  if (printed.empty() || !is_understood(*state)) return;
  if (!again || print_state(*again, era) != printed) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  constexpr int eras = static_cast<int>(Era::I) + 1;
  const auto era = static_cast<Era>(data[0] % eras);
  const std::string text(data + 1, data + size);
  const std::string line = text.substr(0, text.find('\n'));
  read_and_print(line, era);
  print_register(parse_register(line, era), era);
  if (eras_of_state(line).last > Era::I) __builtin_trap();
  return 0;
}
