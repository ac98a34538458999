#include "object/core.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "object/core_field.h"
#include "object/core_patch.h"
#include "object/core_types.h"

namespace bpflens {
namespace {

// Nobody asks for these by name, and they are half of a kernel's types.
bool can_be_asked_for(BtfKind kind) {
  return kind != BtfKind::Function && kind != BtfKind::Variable && kind != BtfKind::DeclTag &&
         kind != BtfKind::TypeTag && kind != BtfKind::DataSection;
}

bool asks_whether(CoreKind kind) {
  return kind == CoreKind::FieldExists || kind == CoreKind::TypeExists ||
         kind == CoreKind::EnumValueExists || kind == CoreKind::TypeMatches;
}

constexpr const char* not_at_hand = "the types of a kernel are not at hand";
constexpr const char* ambiguous = "types of one name in the kernel give different answers";

}  // namespace

CoreTypes::CoreTypes(std::shared_ptr<const Btf> local, std::shared_ptr<const Btf> kernel)
    : local_(std::move(local)), kernel_(std::move(kernel)) {}

std::vector<BtfId> CoreTypes::candidates(BtfId type) {
  if (by_name_.empty()) {
    for (BtfId id = 1; id < kernel_->end_id(); ++id) {
      const BtfType at = kernel_->type(id);
      if (!at.name.empty() && can_be_asked_for(at.kind))
        by_name_[essential_name(at.name)].push_back(id);
    }
  }
  const BtfType wanted = local_->type(type);
  const auto named = by_name_.find(essential_name(wanted.name));
  std::vector<BtfId> ids;
  if (wanted.name.empty() || named == by_name_.end()) return ids;
  std::ranges::copy_if(named->second, std::back_inserter(ids),
                       [&](BtfId id) { return is_one_kind(kernel_->type(id).kind, wanted.kind); });
  return ids;
}

namespace {

// What all candidates that have an answer agree on.
struct Agreed {
  std::optional<CoreValue> value;
  bool differ = false;

  void add(const std::optional<CoreValue>& other) {
    if (!other) return;
    if (value && value->number != other->number) differ = true;
    if (!value) value = other;
  }
};

}  // namespace

CoreTypes::Answer CoreTypes::answer_about_field(CoreKind kind, BtfId type,
                                                std::string_view access) {
  Answer answer;
  const auto steps = parse_access(access);
  const auto field = steps ? field_at(*local_, type, *steps) : std::nullopt;
  if (!field) {
    answer.why = "the object's own types do not have what it asks for";
    return answer;
  }
  answer.spec = in_words(*local_, *field);
  answer.local = value_of(*local_, *field, kind);
  if (!kernel_) return answer;
  Agreed agreed;
  for (const BtfId candidate : candidates(type))
    if (const auto found = same_field(*local_, *field, *kernel_, candidate))
      agreed.add(value_of(*kernel_, *found, kind));
  answer.kernel = agreed.value;
  if (agreed.differ) answer.why = ambiguous;
  return answer;
}

CoreTypes::Answer CoreTypes::answer_about_type(CoreKind kind, BtfId type) {
  Answer answer;
  answer.spec = c_name(*local_, type);
  answer.local = value_of_type(*local_, type, kind);
  if (kind == CoreKind::TypeIdLocal) answer.kernel = answer.local;
  if (kind == CoreKind::TypeIdLocal || !kernel_) return answer;
  Agreed agreed;
  for (const BtfId candidate : candidates(type)) {
    const TypeOf mine{*local_, type}, theirs{*kernel_, candidate};
    const bool fits =
        kind == CoreKind::TypeMatches ? has_all_of(mine, theirs) : are_of_one_shape(mine, theirs);
    if (fits) agreed.add(value_of_type(*kernel_, candidate, kind));
  }
  answer.kernel = agreed.value;
  if (agreed.differ) answer.why = ambiguous;
  return answer;
}

CoreTypes::Answer CoreTypes::answer_about_value(CoreKind kind, BtfId type,
                                                std::string_view access) {
  Answer answer;
  const auto steps = parse_access(access);
  const auto values = local_->values(local_->unqualified(type));
  if (!steps || steps->size() != 1 || steps->front() >= values.size()) {
    answer.why = "the object's own types do not have what it asks for";
    return answer;
  }
  const BtfValue& value = values[steps->front()];
  answer.spec = c_name(*local_, type) + "." + std::string(value.name);
  answer.local = value_of_enum(value, kind);
  if (!kernel_) return answer;
  Agreed agreed;
  for (const BtfId candidate : candidates(type)) {
    const auto theirs = kernel_->values(kernel_->unqualified(candidate));
    const auto found = std::ranges::find_if(theirs, [&](const BtfValue& other) {
      return essential_name(other.name) == essential_name(value.name);
    });
    if (found != theirs.end()) agreed.add(value_of_enum(*found, kind));
  }
  answer.kernel = agreed.value;
  if (agreed.differ) answer.why = ambiguous;
  return answer;
}

CoreTypes::Answer CoreTypes::answer(CoreKind kind, BtfId type, std::string_view access) {
  Answer answer;
  if (kind <= CoreKind::FieldRightShift)
    answer = answer_about_field(kind, type, access);
  else if (kind == CoreKind::EnumValue || kind == CoreKind::EnumValueExists)
    answer = answer_about_value(kind, type, access);
  else if (kind <= CoreKind::TypeMatches)
    answer = answer_about_type(kind, type);
  else
    answer.why = "a relocation of a kind that is not known";
  if (!answer.why.empty()) return answer;
  if (!kernel_ && !answer.kernel) {
    answer.why = not_at_hand;
  } else if (!answer.kernel && asks_whether(kind)) {
    answer.kernel = CoreValue{.number = 0, .is_checked = false};
  } else if (!answer.kernel) {
    answer.poisoned = true;
    answer.why = "the kernel has no " + answer.spec;
  }
  return answer;
}

const CoreTypes::Answer& CoreTypes::answer_of(const CoreRelocation& relocation) {
  const auto [found, is_new] =
      answers_.try_emplace({relocation.kind, relocation.type, relocation.access});
  if (is_new) found->second = answer(relocation.kind, relocation.type, relocation.access);
  return found->second;
}

void CoreTypes::apply(CoreRelocation& relocation, std::vector<RawInsn>& raw) {
  const Answer& answer = answer_of(relocation);
  relocation.spec = answer.spec;
  relocation.why = answer.why;
  if (answer.local) relocation.local_value = answer.local->number;
  relocation.poisoned = answer.poisoned;
  if (relocation.insn >= raw.size()) {
    relocation.why = "it is about an instruction that is not there";
  } else if (answer.poisoned) {
    poison(raw, relocation.insn);
  } else if (answer.kernel && answer.why.empty()) {
    const Patched patched = patch(raw, relocation.insn, answer.local, *answer.kernel);
    relocation.why = patched.why;
    relocation.poisoned = patched.poisoned;
    if (patched.why.empty()) relocation.value = answer.kernel->number;
  }
}

}  // namespace bpflens
