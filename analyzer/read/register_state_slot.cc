// One stack slot, read: eight letters, an object of the kernel, or a spilled register, before which
// letters stand for the bytes above a spill of less than eight bytes.
#include "read/register_state_parts.h"
#include "read/scan.h"

namespace bpflens {
namespace {

constexpr std::string_view byte_letters = "?rm0difp";
constexpr size_t slot_bytes = 8;

size_t leading_letters(std::string_view text) {
  const size_t length = text.find_first_not_of(byte_letters);
  return length == std::string_view::npos ? text.size() : length;
}

bool take_object_number(Scan& text, std::string_view name, uint32_t& field) {
  if (!text.take(name)) return false;
  const auto number = text.take_number<uint32_t>();
  if (number) field = *number;
  return number.has_value();
}

bool take_object_attribute(Scan& text, SlotObject& object) {
  if (text.take("state=")) {
    object.iter_state = text.take_while([](char c) { return c != ',' && c != ')'; });
    return true;
  }
  return take_object_number(text, "id=", object.id) ||
         take_object_number(text, "ref_id=", object.ref_id) ||
         take_object_number(text, "parent_id=", object.parent_id) ||
         take_object_number(text, "dynptr_id=", object.dynptr_id) ||
         take_object_number(text, "depth=", object.depth);
}

// "dynptr_local(id=1,dynptr_id=1)", "iter_num(ref_id=1,state=active,depth=0)"
std::optional<SlotObject> parse_object(std::string_view text) {
  SlotObject object;
  Scan scan{text};
  if (scan.take("iter_"))
    object.kind = SlotObject::Kind::Iterator;
  else if (!scan.take("dynptr_") || scan.rest.starts_with("ptr("))
    return std::nullopt;
  object.name = scan.take_while([](char c) { return c != '('; });
  if (scan.at_end()) return object;
  if (!scan.take("(")) return std::nullopt;
  while (!scan.take(")")) {
    if (!take_object_attribute(scan, object)) return std::nullopt;
    if (!scan.take(",") && !scan.rest.starts_with(")")) return std::nullopt;
  }
  if (!scan.at_end()) return std::nullopt;
  return object;
}

// How many letters stand before the spilled register. Spills have 8, 4, 2 or 1 bytes; other counts
// are tried too, for a log may be odd.
size_t prefix_of_spill(std::string_view text, Era era) {
  const size_t letters = leading_letters(text);
  for (const size_t count :
       {size_t{0}, size_t{4}, size_t{6}, size_t{7}, size_t{1}, size_t{2}, size_t{3}, size_t{5}}) {
    if (count > letters || count >= text.size()) continue;
    if (parse_register(text.substr(count), era).type != RegisterType::Other) return count;
  }
  return 0;
}

}  // namespace

StackSlot parse_slot(std::string_view text, int32_t offset, uint8_t liveness, Era era) {
  StackSlot slot;
  slot.offset = offset;
  slot.liveness = liveness;
  if (text.size() == slot_bytes && leading_letters(text) == slot_bytes) {
    text.copy(slot.bytes.data(), slot_bytes);
    return slot;
  }
  slot.object = parse_object(text);
  if (slot.object) {
    slot.bytes.fill(slot.object->kind == SlotObject::Kind::Dynptr ? 'd' : 'i');
    return slot;
  }
  const size_t prefix = prints_groups(era_of(text, era)) ? prefix_of_spill(text, era) : 0;
  slot.bytes.fill('r');
  text.copy(slot.bytes.data(), prefix);
  slot.spill = parse_register(text.substr(prefix), era);
  return slot;
}

}  // namespace bpflens
