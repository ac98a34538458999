// CO-RE: adapts instructions to the types of the kernel that a program is loaded on, as libbpf
// does.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "facts/btf.h"
#include "facts/object.h"
#include "object/core_value.h"

namespace bpflens {

class CoreTypes {
 public:
  // `local` are the object's types. Without types of a kernel nothing is adapted.
  CoreTypes(std::shared_ptr<const Btf> local, std::shared_ptr<const Btf> kernel);

  // Fills in what the relocation became, and changes the instruction. `raw` is the program that the
  // relocation is in; its `insn`, `kind`, `type` and `access` are given.
  void apply(CoreRelocation& relocation, std::vector<RawInsn>& raw);

 private:
  // Of one question about a type.
  struct Answer {
    std::string spec;
    std::string why;  // not done, or poisoned
    bool poisoned = false;
    std::optional<CoreValue> local, kernel;
  };

  const Answer& answer_of(const CoreRelocation& relocation);
  Answer answer(CoreKind kind, BtfId type, std::string_view access);
  Answer answer_about_field(CoreKind kind, BtfId type, std::string_view access);
  Answer answer_about_type(CoreKind kind, BtfId type);
  Answer answer_about_value(CoreKind kind, BtfId type, std::string_view access);
  // Types of the kernel with the essential name and the kind of a local one.
  std::vector<BtfId> candidates(BtfId type);

  std::shared_ptr<const Btf> local_, kernel_;
  std::unordered_map<std::string_view, std::vector<BtfId>> by_name_;  // filled when first asked
  std::map<std::tuple<CoreKind, BtfId, std::string>, Answer> answers_;
};

}  // namespace bpflens
