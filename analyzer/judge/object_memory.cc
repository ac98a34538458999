#include "judge/object_memory.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "facts/replay.h"
#include "judge/path.h"

namespace bpflens {
namespace {

// The kernel cuts names: 15 characters are left, of global data some of the object's name and the
// section's.
bool may_be_called(const MapDef& map, std::string_view name) {
  constexpr size_t most_characters = 15;
  if (!map.is_data) return std::string_view(map.name).substr(0, most_characters) == name;
  const size_t dot = name.find('.');
  return dot != std::string_view::npos && map.name.starts_with(name.substr(dot)) &&
         (name.size() == most_characters || map.name == name.substr(dot));
}

// Null if there is none, or more than one.
template <typename Fits>
const MapDef* the_only_map(const std::vector<MapDef>& maps, const Fits& fits) {
  const auto found = std::ranges::find_if(maps, fits);
  if (found == maps.end()) return nullptr;
  return std::find_if(std::next(found), maps.end(), fits) == maps.end() ? &*found : nullptr;
}

struct Member {
  std::string_view name;
  BtfId type = 0;
  uint64_t offset = 0;
};

// Of a union the first that is large enough.
std::optional<Member> member_over(const Btf& btf, BtfId type, uint64_t offset) {
  for (const BtfMember& member : btf.members(type)) {
    const uint64_t begin = member.bit_offset / 8;
    const uint64_t size = btf.size_bytes(member.type).value_or(0);
    if (offset >= begin && offset - begin < size) return Member{member.name, member.type, begin};
  }
  return std::nullopt;
}

std::optional<Member> variable_over(const Btf& btf, BtfId type, uint64_t offset) {
  for (const BtfVariable& variable : btf.variables(type)) {
    const bool is_here =
        offset >= variable.offset && offset - variable.offset < variable.size_bytes;
    if (!is_here) continue;
    const BtfType described = btf.type(variable.type);
    return Member{described.name, described.type, variable.offset};
  }
  return std::nullopt;
}

std::string bytes(uint64_t count) {
  return std::to_string(count) + (count == 1 ? " byte" : " bytes");
}

// "struct flow, 24 bytes"
std::string described(const MapDef& map, const Object& object) {
  std::string size = bytes(map.value_size_bytes);
  if (!object.btf || map.value_type == 0 || map.is_data) return size;
  const std::string type = c_name(*object.btf, map.value_type);
  return type.empty() ? size : type + ", " + size;
}

// How far from the beginning of the value the instruction may reach.
struct Offsets {
  int64_t least = 0, most = 0;
};

std::optional<Offsets> offsets_of(const RegisterState& state, int64_t further) {
  constexpr int64_t far = int64_t{1} << 29;  // no value is larger
  const ScalarRange& part = state.scalar.range;
  if (const auto fixed = constant_offset(state)) return Offsets{*fixed + further, *fixed + further};
  if (is_impossible(part) || part.smin < -far || part.smax > far) return std::nullopt;
  return Offsets{state.offset + part.smin + further, state.offset + part.smax + further};
}

// What the first byte is called.
std::string place_in(const MapDef& map, const Object& object, const Offsets& at) {
  const std::string range = "; offset " + std::to_string(at.least) +
                            (at.least == at.most ? "" : " to " + std::to_string(at.most));
  if (at.least < 0) return range + ", which begins before it";
  const auto least = static_cast<uint64_t>(at.least);
  if (least >= map.value_size_bytes) return range + " is behind its end";
  const std::string member = object.btf ? member_at(*object.btf, map.value_type, least) : "";
  return member.empty() ? range : range + ", from " + member + " on";
}

std::optional<std::string> note_of(RegisterNumber number, const RegisterState& state,
                                   const Insn& insn, const Object& object) {
  const bool is_value = state.type == RegisterType::MapValue;
  if (!is_value && state.type != RegisterType::MapPtr) return std::nullopt;
  const MapDef* map = map_of(state, object);
  if (!map) return std::nullopt;
  const std::string name = name_of(number);
  if (!is_value) return name + " is the map " + map->name;
  std::string note = name + " points into " +
                     (map->is_data ? "the global data " : "a value of the map ") + map->name +
                     " (" + described(*map, object) + ")";
  const bool is_address = address_register(insn) == number;
  if (const auto at = offsets_of(state, is_address ? insn.offset : 0))
    note += place_in(*map, object, *at);
  return note;
}

}  // namespace

const MapDef* map_of(const RegisterState& state, const Object& object) {
  if (!state.map_name.empty())
    return the_only_map(object.maps,
                        [&](const MapDef& map) { return may_be_called(map, state.map_name); });
  const auto has_sizes = [&](const MapDef& map) {
    return map.key_size_bytes == state.key_size && map.value_size_bytes == state.value_size;
  };
  if (state.value_size == 0 || std::ranges::any_of(object.inner_maps, has_sizes)) return nullptr;
  return the_only_map(object.maps, has_sizes);
}

std::string member_at(const Btf& btf, BtfId type, uint64_t offset) {
  constexpr int deepest = 16;
  std::string path;
  for (int depth = 0; depth < deepest; ++depth) {
    type = btf.unqualified(type);
    if (const std::optional<BtfArray> array = btf.array(type)) {
      const uint64_t size = btf.size_bytes(array->element).value_or(0);
      if (size == 0 || path.empty()) return path;
      path += "[" + std::to_string(offset / size) + "]";
      offset %= size;
      type = array->element;
      continue;
    }
    const bool is_section = btf.type(type).kind == BtfKind::DataSection;
    const std::optional<Member> member =
        is_section ? variable_over(btf, type, offset) : member_over(btf, type, offset);
    if (!member) return path;
    if (!member->name.empty()) path += (path.empty() ? "" : ".") + std::string(member->name);
    type = member->type;
    offset -= member->offset;
  }
  return path;
}

std::vector<std::string> memory_notes(const Trace& trace, const Object& object) {
  const Unit* unit = trace.decisive_unit();
  if (!unit || !unit->rejection || !unit->rejection->step) return {};
  const StepIndex step = *unit->rejection->step;
  if (step >= unit->path.steps.size()) return {};
  const auto index = static_cast<UnitIndex>(unit - trace.units.data());
  const Insn insn = trace.read_step(index, step).code;
  const Replay replay(trace, index);
  std::vector<std::string> notes;
  for (const RegisterNumber number : registers_read_by(insn, std::nullopt)) {
    const Known known = replay.register_before(step, number);
    if (!known.state) continue;
    if (auto note = note_of(number, *known.state, insn, object)) notes.push_back(std::move(*note));
  }
  return notes;
}

}  // namespace bpflens
