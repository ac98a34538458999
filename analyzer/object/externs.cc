#include "object/externs.h"

namespace bpflens {
namespace {

constexpr uint32_t linkage_extern = 2;

}  // namespace

std::map<std::string_view, ExternKind> externs_of(const Btf& btf) {
  std::map<std::string_view, ExternKind> externs;
  for (const BtfId section : btf.named(".ksyms")) {
    if (btf.type(section).kind != BtfKind::DataSection) continue;
    for (const BtfVariable& place : btf.variables(section)) {
      const BtfType type = btf.type(place.type);
      if (type.linkage != linkage_extern) continue;
      if (type.kind == BtfKind::Function)
        externs.emplace(type.name, ExternKind::Function);
      else if (type.kind == BtfKind::Variable)
        externs.emplace(type.name, btf.unqualified(type.type) == 0 ? ExternKind::Address
                                                                   : ExternKind::TypedVariable);
    }
  }
  return externs;
}

}  // namespace bpflens
