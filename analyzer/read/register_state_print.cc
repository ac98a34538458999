// States printed as the kernels of an era print them.
#include "read/number_text.h"
#include "read/register_state_parts.h"
#include "read/register_state_ranges.h"
#include "read/register_state_types.h"

namespace bpflens {
namespace {

void append_attribute(std::string_view name, uint64_t value, std::string& text) {
  text.append(",").append(name).append("=");
  append_decimal(value, text);
}

bool is_map(RegisterType type) {
  return type == RegisterType::MapPtr || type == RegisterType::MapKey ||
         type == RegisterType::MapValue;
}

bool is_packet(RegisterType type) {
  return type == RegisterType::Pkt || type == RegisterType::PktMeta;
}

// To 5.17 these types show the id of a reference even where there is none.
bool may_hold_reference(RegisterType type) {
  return type == RegisterType::Sock || type == RegisterType::TcpSock || type == RegisterType::Mem;
}

void append_tnum(const Tnum& bits, Era era, std::string& text) {
  if (bits.is_const() && prints_groups(era))
    return append_signed(static_cast<int64_t>(bits.value), text);
  text += "(0x";
  append_bare_hex(bits.value, text);
  text += "; 0x";
  append_bare_hex(bits.mask, text);
  text += ')';
}

void append_bits(const Scalar& scalar, Era era, std::string& text) {
  if (scalar.bits == Tnum{}) return;
  text += ",var_off=";
  append_tnum(scalar.bits, era, text);
}

// To 6.7, where every pointer says "off=" and "imm=" or its bounds.
void append_old_numbers(const RegisterState& state, Era era, std::string& text) {
  if (state.type != RegisterType::Scalar) {
    text += ",off=";
    append_decimal(state.offset, text);
  }
  if (is_packet(state.type)) {
    text += ",r=";
    append_decimal(state.packet_range, text);
  }
  if (is_map(state.type)) {
    append_attribute("ks", state.key_size, text);
    append_attribute("vs", state.value_size, text);
  }
  if (state.scalar.is_const()) {
    text += ",imm=";
    return append_bare_hex(state.scalar.bits.value, text);
  }
  const std::string_view suffix = prints_inv(era) ? "_value" : "";
  append_bounds(state.scalar.range, suffix, text);
  append_bits(state.scalar, era, text);
  append_narrow_bounds(state.scalar.range, suffix, text);
}

void append_old_attributes(const RegisterState& state, Era era, std::string& text) {
  if (prints_inv(era) || state.id != 0) append_attribute("id", state.id, text);
  const bool shows_reference = prints_inv(era) && era >= Era::C && may_hold_reference(state.type);
  if (shows_reference || state.ref_obj_id != 0)
    append_attribute("ref_obj_id", state.ref_obj_id, text);
  if (state.non_own_ref) text += ",non_own_ref";
  append_old_numbers(state, era, text);
}

void append_identity(const RegisterState& state, std::string& text) {
  if (state.id != 0) append_attribute("id", state.id, text);
  if (state.has_delta) {
    if (state.delta >= 0) text += '+';
    append_decimal(state.delta, text);
  }
  if (state.parent_id != 0) append_attribute("parent_id", state.parent_id, text);
  if (state.ref_obj_id != 0) append_attribute("ref_obj_id", state.ref_obj_id, text);
  if (state.non_own_ref) text += ",non_own_ref";
  if (!is_map(state.type)) return;
  if (!state.map_name.empty()) text.append(",map=").append(state.map_name);
  append_attribute("ks", state.key_size, text);
  append_attribute("vs", state.value_size, text);
}

void append_place(const RegisterState& state, std::string& text) {
  if (state.offset != 0) {
    text += ",off=";
    append_signed(state.offset, text);
  }
  if (is_packet(state.type)) {
    text += ",r=";
    append_unsigned(static_cast<uint64_t>(state.packet_range), text);
  }
  if (state.type == RegisterType::Mem) {
    text += ",sz=";
    append_unsigned(static_cast<uint64_t>(state.mem_size), text);
  }
  if (!state.attach_type.empty()) text.append(",type=").append(state.attach_type);
}

// Since 6.8.
void append_new_attributes(const RegisterState& state, Era era, std::string& text) {
  append_identity(state, text);
  append_place(state, text);
  if (!state.scalar.is_const()) {
    append_grouped_bounds(state.scalar.range, text);
    return append_bits(state.scalar, era, text);
  }
  if (state.scalar.bits.value == 0) return;
  text += ",imm=";
  append_signed(static_cast<int64_t>(state.scalar.bits.value), text);
}

void append_attributes(const RegisterState& state, Era era, std::string& text) {
  std::string attributes;
  prints_groups(era) ? append_new_attributes(state, era, attributes)
                     : append_old_attributes(state, era, attributes);
  text += '(';
  text.append(attributes, attributes.empty() ? 0 : 1);  // without the first comma
  text += ')';
}

void append_constant(int64_t number, Era era, std::string& text) {
  prints_groups(era) ? append_signed(number, text) : append_decimal(number, text);
}

void append_number(const RegisterState& state, Era era, std::string& text) {
  const bool is_const = state.scalar.is_const() && !state.type_only;
  const bool old_spill = state.type_only && !prints_groups(era);  // 5.18 to 6.7: no word at all
  if (state.precise && !prints_inv(era)) text += 'P';
  if (prints_inv(era))
    text += "inv";
  else if (!is_const && !old_spill)
    text += "scalar";
  if (state.precise && prints_inv(era)) text += 'P';
  if (is_const)
    append_constant(static_cast<int64_t>(state.scalar.bits.value), era, text);
  else if (!state.type_only)
    append_attributes(state, era, text);
}

void append_pointer(const RegisterState& state, Era era, std::string& text) {
  append_pointer_type(state, text);
  if (state.frame >= 0) {
    text += '[';
    append_decimal(state.frame, text);
    text += ']';
  }
  if (state.type_only) return;
  const std::optional<int64_t> offset = constant_offset(state);
  if (state.type != RegisterType::Fp || !offset) return append_attributes(state, era, text);
  append_constant(*offset, era, text);
  if (state.callsite == INT32_MIN) return;
  text += ",call_";
  append_decimal(state.callsite, text);
}

void append_register(const RegisterState& state, Era era, std::string& text) {
  if (state.type == RegisterType::Other)
    text += state.type_name;
  else if (state.type == RegisterType::Scalar)
    append_number(state, era, text);
  else
    append_pointer(state, era, text);
}

void append_iterator(const SlotObject& object, std::string& text) {
  if (object.id != 0) append_attribute("id", object.id, text);
  if (object.ref_id != 0) append_attribute("ref_id", object.ref_id, text);
  text.append(",state=").append(object.iter_state);
  append_attribute("depth", object.depth, text);
}

void append_dynptr(const SlotObject& object, std::string& text) {
  if (object.id != 0) append_attribute("id", object.id, text);
  if (object.ref_id != 0) append_attribute("ref_id", object.ref_id, text);
  if (object.parent_id != 0) append_attribute("parent_id", object.parent_id, text);
  if (object.dynptr_id != 0) append_attribute("dynptr_id", object.dynptr_id, text);
}

void append_object(const SlotObject& object, Era era, std::string& text) {
  const bool is_dynptr = object.kind == SlotObject::Kind::Dynptr;
  text.append(is_dynptr ? "dynptr_" : "iter_").append(object.name);
  std::string attributes;
  is_dynptr ? append_dynptr(object, attributes) : append_iterator(object, attributes);
  if (attributes.empty() && !prints_groups(era)) return;
  text += '(';
  text.append(attributes, attributes.empty() ? 0 : 1);
  text += ')';
}

// 4.19 shows eight zero bytes as "0"; a spilled zero is "inv" there.
bool shows_zero_bytes(const RegisterState& spill, Era era) {
  return era != Era::Unknown && era <= Era::B && spill.type == RegisterType::Scalar &&
         !spill.type_only && spill.scalar == constant_scalar(0);
}

void append_slot(const StackSlot& slot, Era era, std::string& text) {
  const std::string_view bytes(slot.bytes.data(), slot.bytes.size());
  if (slot.object) return append_object(*slot.object, era, text);
  if (!slot.spill) {
    text += bytes;
    return;
  }
  if (prints_groups(era)) text += bytes.substr(0, bytes.find('r'));
  if (shows_zero_bytes(*slot.spill, era))
    text += '0';
  else
    append_register(*slot.spill, era, text);
}

void append_liveness(uint8_t marks, std::string& text) {
  if (marks == 0) return;
  text += '_';
  if ((marks & LiveRead) != 0) text += 'r';
  if ((marks & LiveWritten) != 0) text += 'w';
  if ((marks & LiveDone) != 0) text += 'D';
}

void append_refs(const std::vector<uint32_t>& refs, std::string& text) {
  if (refs.empty()) return;
  text += " refs=";
  for (size_t i = 0; i < refs.size(); ++i) {
    if (i > 0) text += ',';
    append_decimal(refs[i], text);
  }
}

}  // namespace

std::string print_register(const RegisterState& state, Era era) {
  std::string text;
  append_register(state, era, text);
  return text;
}

std::string print_slot(const StackSlot& slot, Era era) {
  std::string text;
  append_slot(slot, era, text);
  return text;
}

std::string print_state(const VerifierState& state, Era era) {
  std::string text;
  if (state.frame != 0) {
    text += " frame";
    append_decimal(state.frame, text);
    text += ':';
  }
  for (const NamedRegister& named : state.registers) {
    text += " R";
    append_decimal(named.number, text);
    append_liveness(named.state.liveness, text);
    text += '=';
    append_register(named.state, era, text);
  }
  for (const StackSlot& slot : state.slots) {
    text += " fp";
    append_decimal(slot.offset, text);
    append_liveness(slot.liveness, text);
    text += '=';
    append_slot(slot, era, text);
  }
  append_refs(state.refs, text);
  if (state.in_callback) text += " cb";
  if (state.in_async_callback) text += " async_cb";
  return text += state.unread;
}

}  // namespace bpflens
