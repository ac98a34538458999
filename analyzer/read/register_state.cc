// A state line, read: words between blanks, each a register, a slot or one of a few flags.
#include "read/register_state.h"

#include "read/register_state_parts.h"
#include "read/scan.h"

namespace bpflens {
namespace {

uint8_t liveness_of(std::string_view letters) {
  uint8_t marks = 0;
  for (const char letter : letters) {
    if (letter == 'r') marks |= LiveRead;
    if (letter == 'w') marks |= LiveWritten;
    if (letter == 'D') marks |= LiveDone;
  }
  return marks;
}

bool is_liveness(char letter) { return letter == 'r' || letter == 'w' || letter == 'D'; }

// " frame1:"
std::optional<uint32_t> frame_of(std::string_view word) {
  Scan scan{word};
  if (!scan.take("frame")) return std::nullopt;
  const auto number = scan.take_number<uint32_t>();
  if (!number || scan.rest != ":") return std::nullopt;
  return number;
}

bool add_refs(std::string_view word, VerifierState& state) {
  Scan scan{word};
  if (!scan.take("refs=")) return false;
  std::vector<uint32_t> refs;
  do {
    const auto id = scan.take_number<uint32_t>();
    if (!id) return false;
    refs.push_back(*id);
  } while (scan.take(","));
  if (!scan.at_end()) return false;
  state.refs = std::move(refs);
  return true;
}

RegisterState register_of(const StateWord& word, Era era) {
  RegisterState state;
  state.type = RegisterType::Other;  // nothing behind "=": the line was cut here
  if (!word.value.empty()) state = parse_register(word.value, era);
  state.liveness = word.liveness;
  return state;
}

bool add_word(std::string_view word, Era era, VerifierState& state) {
  if (word == "cb") return state.in_callback = true;
  if (word == "async_cb") return state.in_async_callback = true;
  if (word.starts_with("refs=")) return add_refs(word, state);
  const std::optional<StateWord> parts = parse_word(word);
  if (!parts) return false;
  if (parts->is_slot) {
    const auto offset = -static_cast<int32_t>(parts->number);
    state.slots.push_back(parse_slot(parts->value, offset, parts->liveness, era));
    return true;
  }
  state.registers.push_back({static_cast<RegisterNumber>(parts->number), register_of(*parts, era)});
  return true;
}

}  // namespace

std::string_view take_word(std::string_view& line) {
  const size_t start = line.find_first_not_of(' ');
  line.remove_prefix(start == std::string_view::npos ? line.size() : start);
  size_t length = 0;
  for (int depth = 0; length < line.size(); ++length) {
    if (line[length] == '(') ++depth;
    if (line[length] == ')' && depth > 0) --depth;
    if (line[length] == ' ' && depth == 0) break;
  }
  const std::string_view word = line.substr(0, length);
  line.remove_prefix(length);
  return word;
}

std::optional<StateWord> parse_word(std::string_view word) {
  StateWord parts;
  Scan scan{word};
  parts.is_slot = scan.take("fp-");
  if (!parts.is_slot && !scan.take("R")) return std::nullopt;
  const auto number = scan.take_number<uint16_t>();
  // The stack begins below fp0.
  if (!number || (parts.is_slot ? *number == 0 : *number >= register_count)) return std::nullopt;
  parts.number = *number;
  if (scan.take("_")) parts.liveness = liveness_of(scan.take_while(is_liveness));
  if (!scan.take("=")) return std::nullopt;
  parts.value = scan.rest;
  return parts;
}

Era era_of(std::string_view text, Era era) {
  return era == Era::Unknown ? eras_of_state(text).last : era;
}

std::optional<VerifierState> parse_state(std::string_view text, Era era) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  VerifierState state;
  const Era dialect = era_of(text, era);
  std::string_view rest = text;
  std::string_view word = take_word(rest);
  bool is_state = false;
  if (const std::optional<uint32_t> frame = frame_of(word)) {
    state.frame = *frame;
    word = take_word(rest);
    is_state = word.empty();  // nothing changed in this frame
  }
  for (; !word.empty(); word = take_word(rest)) {
    const bool understood = add_word(word, dialect, state);
    if (!is_state && !understood) return std::nullopt;
    is_state = true;
    if (!understood) state.unread.append(" ").append(word);
  }
  if (!is_state) return std::nullopt;
  return state;
}

}  // namespace bpflens
