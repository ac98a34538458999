// A type in the words of C.
#include "facts/btf.h"

namespace bpflens {
namespace {

std::string or_unnamed(std::string_view name) { return name.empty() ? "{...}" : std::string(name); }

// What stands before the name of a kind: "struct ".
std::string_view word_of(const BtfType& type) {
  switch (type.kind) {
    case BtfKind::Struct:
      return "struct ";
    case BtfKind::Union:
      return "union ";
    case BtfKind::Enum:
    case BtfKind::Enum64:
      return "enum ";
    case BtfKind::Forward:
      return type.kind_flag ? "union " : "struct ";
    default:
      return "";
  }
}

std::string_view qualifier_of(BtfKind kind) {
  return kind == BtfKind::Const ? "const " : kind == BtfKind::Volatile ? "volatile " : "";
}

}  // namespace

std::string c_name(const Btf& btf, BtfId id) {
  constexpr int deepest = 16;
  constexpr size_t longest = 160;
  std::string before, behind;
  for (int depth = 0; depth < deepest; ++depth) {
    const BtfType at = btf.type(id);
    if (at.kind == BtfKind::Pointer) {
      behind.insert(0, "*");
    } else if (const auto elements = btf.array(id)) {
      behind += "[" + std::to_string(elements->count) + "]";
      id = elements->element;
      continue;
    } else if (at.kind == BtfKind::FunctionPrototype) {
      return before + "function" + (behind.empty() ? "" : " ") + behind;
    } else if (is_qualifier(at.kind)) {
      before += qualifier_of(at.kind);
    } else {
      const std::string name = at.kind == BtfKind::Void ? "void" : or_unnamed(at.name);
      const bool is_apart = behind.starts_with('*');
      std::string whole = before + std::string(word_of(at)) + name + (is_apart ? " " : "") + behind;
      if (whole.size() > longest) whole.resize(longest);
      return whole;
    }
    id = at.type;
  }
  return "";
}

}  // namespace bpflens
