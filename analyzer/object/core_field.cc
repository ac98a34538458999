#include "object/core_field.h"

#include <algorithm>
#include <charconv>

#include "object/core_types.h"

namespace bpflens {
namespace {

constexpr size_t most_steps = 64;
constexpr int deepest = 32;

bool is_struct(BtfKind kind) { return kind == BtfKind::Struct || kind == BtfKind::Union; }

std::optional<uint64_t> bits_of(const Btf& btf, BtfId type) {
  const auto bytes = btf.size_bytes(type);
  return bytes ? std::optional(uint64_t{*bytes} * 8) : std::nullopt;
}

// Walks into types; offsets cannot overflow: 64 steps of 2^32 elements of 2^35 bits are refused.
class Walk {
 public:
  Walk(const Btf& btf, BtfId root) : btf_(btf) {
    field_.root = root;
    field_.type = btf.unqualified(root);
  }

  // To another object of the same type behind the first, as a pointer allows it.
  bool step_to_object(uint32_t index) {
    const auto size = bits_of(btf_, field_.type);
    if (index != 0 && !size) return false;
    field_.steps.push_back({{}, index, field_.type});
    return move(index, size.value_or(0));
  }

  bool step_to_element(uint32_t index) {
    const auto array = btf_.array(field_.type);
    if (!array) return false;
    const bool is_flexible = is_last_ && array->count == 0;
    const auto size = bits_of(btf_, array->element);
    if ((index >= array->count && !is_flexible) || !size) return false;
    enter(array->element);
    is_last_ = false;
    field_.bit_size = 0;
    field_.steps.push_back({{}, index, field_.type});
    return move(index, *size);
  }

  bool step_to_member(uint32_t index) {
    const std::vector<BtfMember> members = btf_.members(field_.type);
    if (index >= members.size()) return false;
    const BtfMember& member = members[index];
    field_.bit_offset += member.bit_offset;
    field_.bit_size = member.bit_size;
    is_last_ = index + 1 == members.size();
    enter(member.type);
    if (!member.name.empty()) field_.steps.push_back({member.name, 0, field_.type});
    return true;
  }

  // Also into anonymous structs and unions.
  bool step_to_member_named(std::string_view name, int depth = 0) {
    if (depth > deepest) return false;
    const CoreField before = field_;
    const bool was_last = is_last_;
    const std::vector<BtfMember> members = btf_.members(field_.type);
    for (uint32_t i = 0; i < members.size(); ++i) {
      const bool is_anonymous =
          members[i].name.empty() && is_struct(btf_.type(btf_.unqualified(members[i].type)).kind);
      if (members[i].name != name && !is_anonymous) continue;
      if (step_to_member(i) && (!is_anonymous || step_to_member_named(name, depth + 1)))
        return true;
      field_ = before;
      is_last_ = was_last;
    }
    return false;
  }

  BtfKind kind() const { return btf_.type(field_.type).kind; }
  const CoreField& field() const { return field_; }

 private:
  void enter(BtfId type) { field_.type = btf_.unqualified(type); }

  bool move(uint32_t index, uint64_t element_bits) {
    const uint64_t distance = index * element_bits;  // 2^32 * 2^35
    if (element_bits != 0 && distance / element_bits != index) return false;
    field_.bit_offset += distance;
    return field_.bit_offset <= uint64_t{1} << 40;
  }

  const Btf& btf_;
  CoreField field_;
  bool is_last_ = false;  // member of its struct
};

}  // namespace

std::optional<std::vector<uint32_t>> parse_access(std::string_view access) {
  std::vector<uint32_t> indexes;
  while (indexes.size() < most_steps) {
    uint32_t index = 0;
    const auto [end, fault] = std::from_chars(access.data(), access.data() + access.size(), index);
    if (fault != std::errc()) return std::nullopt;
    indexes.push_back(index);
    access.remove_prefix(static_cast<size_t>(end - access.data()));
    if (access.empty()) return indexes;
    if (access[0] != ':') return std::nullopt;
    access.remove_prefix(1);
  }
  return std::nullopt;
}

std::optional<CoreField> field_at(const Btf& btf, BtfId root, const std::vector<uint32_t>& access) {
  Walk walk(btf, root);
  if (access.empty() || !walk.step_to_object(access[0])) return std::nullopt;
  for (size_t i = 1; i < access.size(); ++i) {
    const bool is_member = is_struct(walk.kind());
    if (!(is_member ? walk.step_to_member(access[i]) : walk.step_to_element(access[i])))
      return std::nullopt;
  }
  return walk.field();
}

std::optional<CoreField> same_field(const Btf& local, const CoreField& field, const Btf& target,
                                    BtfId root) {
  Walk walk(target, root);
  if (field.steps.empty() || !walk.step_to_object(field.steps[0].index)) return std::nullopt;
  for (size_t i = 1; i < field.steps.size(); ++i) {
    const CoreStep& step = field.steps[i];
    const bool is_there =
        step.name.empty() ? walk.step_to_element(step.index) : walk.step_to_member_named(step.name);
    if (!is_there) return std::nullopt;
    if (!step.name.empty() &&
        !stand_for_the_same_field({local, step.type}, {target, walk.field().type}))
      return std::nullopt;
  }
  return walk.field();
}

std::string_view essential_name(std::string_view name) {
  constexpr std::string_view mark = "___";
  for (size_t at = name.rfind(mark); at != std::string_view::npos && at > 0;
       at = name.rfind(mark, at - 1)) {
    const size_t behind = at + mark.size();
    if (name[at - 1] != '_' && behind < name.size() && name[behind] != '_')
      return name.substr(0, at);
  }
  return name;
}

std::string in_words(const Btf& btf, const CoreField& field) {
  constexpr size_t longest = 200;
  std::string words = c_name(btf, field.root);
  for (size_t i = 0; i < field.steps.size() && words.size() < longest; ++i) {
    const CoreStep& step = field.steps[i];
    if (!step.name.empty())
      words += "." + std::string(step.name);
    else if (i > 0 || step.index != 0)
      words += "[" + std::to_string(step.index) + "]";
  }
  return words;
}

}  // namespace bpflens
