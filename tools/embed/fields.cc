// Nothing unknown is let through: a field that is misspelt would be a field that is missing.
#include "tools/embed/fields.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

namespace bpflens {
namespace {

// More wordings than these are more than one family.
constexpr size_t most_shapes = 12;

constexpr std::array<std::string_view, 42> mechanism_names{
    "PKT_BOUNDS",      "PKT_VAR_OFFSET",
    "PKT_INVALIDATED", "NULL_CHECK",
    "MEM_BOUNDS",      "HELPER_SIZE",
    "STACK_UNINIT",    "STACK_BOUNDS",
    "STACK_LIMIT",     "REG_UNINIT",
    "PTR_PROVENANCE",  "SCALAR_DEREF",
    "CTX_ACCESS",      "ARG_TYPE",
    "HELPER_AVAIL",    "REF_LIFETIME",
    "LOCK_RCU_IRQ",    "LOOP",
    "COMPLEXITY",      "ALIGNMENT",
    "RETVAL",          "PROG_STRUCTURE",
    "CORE_LAYOUT",     "MAP_BTF",
    "ATTACH_TYPE",     "LOADER",
    "USERSPACE",       "KERNEL_BUG",
    "ENV_PERM",        "ENV_MEM",
    "ENV_LOCKDOWN",    "ENV_KCONFIG",
    "ENV_KVERSION",    "ENV_KERNEL_FEATURE",
    "ENV_JIT",         "ENV_BTF_MISSING",
    "ENV_BTF_FUNC",    "ENV_CGROUP",
    "ENV_BPFFS",       "ENV_PIN",
    "ENV_XDP_ATTACH",  "ENV_TOOLCHAIN",
};
constexpr std::array<std::string_view, 8> layer_names{
    "source_bug",  "lowering_artifact", "verifier_limit", "verifier_limitation",
    "environment", "userspace",         "loader",         "kernel",
};
// The first line of the page is the "---" above the YAML.
int line_of(const YAML::Mark& mark) { return mark.is_null() ? 1 : mark.line + 2; }

Yaml copied(const YAML::Node& node) {
  Yaml out;
  out.line = line_of(node.Mark());
  if (node.IsScalar()) {
    out.kind = Yaml::Kind::Text;
    out.scalar = node.Scalar();
  } else if (node.IsSequence()) {
    out.kind = Yaml::Kind::List;
    for (const YAML::Node& item : node) out.items.push_back(copied(item));
  } else if (node.IsMap()) {
    out.kind = Yaml::Kind::Map;
    for (const auto& field : node) {
      out.keys.push_back(copied(field.first));
      out.items.push_back(copied(field.second));
    }
  }
  return out;
}

}  // namespace

const Yaml& Yaml::operator[](std::string_view name) const {
  static const Yaml nothing;
  for (size_t i = 0; i < keys.size(); i++)
    if (keys[i].scalar == name) return items[i];
  return nothing;
}

const std::string& Yaml::text() const {
  if (kind != Kind::Text) throw Complaint(line, "is no text");
  return scalar;
}

Yaml fields_of(const std::string& front) {
  try {
    return copied(YAML::Load(front));
  } catch (const YAML::Exception& fault) {
    throw Complaint(line_of(fault.mark), fault.msg);
  }
}

bool is_true(const Yaml& field) {
  if (field.text() != "true" && field.text() != "false")
    throw Complaint(field.line, "neither true nor false");
  return field.scalar == "true";
}

SplitPage split_page(std::string_view text) {
  constexpr std::string_view opening = "---\n", closing = "\n---\n";
  const size_t end = text.find(closing);
  if (!text.starts_with(opening) || end == std::string_view::npos)
    throw Complaint(1, "no front matter between two lines '---'");
  return {std::string(text.substr(opening.size(), end + 1 - opening.size())),
          std::string(text.substr(end + closing.size()))};
}

void reject_unknown_fields(const Yaml& front, std::span<const std::string_view> known) {
  if (!front.is_map()) throw Complaint(front.line, "the front matter is not a list of fields");
  for (const Yaml& key : front.keys)
    if (std::ranges::find(known, key.text()) == known.end())
      throw Complaint(key.line, "unknown field '" + key.scalar + "'");
}

std::string text_of(const Yaml& front, const std::string& field) {
  const Yaml& node = front[field];
  if (node.kind != Yaml::Kind::Text || node.scalar.empty())
    throw Complaint(node ? node.line : front.line, "field '" + field + "' is missing or empty");
  return node.scalar;
}

std::string word_of(const Yaml& front, const std::string& field,
                    std::span<const std::string_view> known) {
  const std::string word = text_of(front, field);
  if (std::ranges::find(known, word) == known.end())
    throw Complaint(front[field].line, "unknown " + field + " '" + word + "'");
  return word;
}

bool is_id(const std::string& id, std::string_view prefix) {
  return id.size() == 5 && id.starts_with(prefix) &&
         std::ranges::all_of(id.substr(2), [](char c) { return c >= '0' && c <= '9'; });
}

std::string id_of(const Yaml& front, std::string_view prefix) {
  const std::string id = text_of(front, "id");
  if (!is_id(id, prefix))
    throw Complaint(front["id"].line, "id '" + id + "' is not " + std::string(prefix) + "NNN");
  return id;
}

std::string slug_of(const Yaml& front, const std::string& expected) {
  const std::string slug = text_of(front, "slug");
  if (slug != expected)
    throw Complaint(front["slug"].line,
                    "slug '" + slug + "' differs from the file's name '" + expected + "'");
  return slug;
}

std::string text_or_nothing(const Yaml& front, const std::string& field) {
  return front[field] ? text_of(front, field) : "";
}

std::span<const std::string_view> mechanisms() { return mechanism_names; }

std::span<const std::string_view> layers() { return layer_names; }

std::vector<CompiledShape> shapes_of(const Yaml& list, ShapeOf kind) {
  if (!list) return {};
  if (!list.is_list() || list.items.empty())
    throw Complaint(list.line, "field 'patterns' is missing or empty");
  if (list.items.size() > most_shapes)
    throw Complaint(list.line, "more than 12 patterns: make two pages of them");
  std::vector<CompiledShape> shapes;
  for (const Yaml& shape : list.items) {
    Result<CompiledShape> compiled = compile_shape(shape.text(), kind);
    if (!compiled)
      throw Complaint(shape.line, compiled.error().why + "; " + compiled.error().remedy);
    shapes.push_back(std::move(compiled.value()));
  }
  return shapes;
}

std::string causes_of(const std::string& body) {
  std::istringstream lines(body);
  std::string causes;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) inside = line == "## What to type";
    if (inside && line.starts_with("### ")) causes += (causes.empty() ? "" : "\n") + line.substr(4);
  }
  return causes;
}

void check_body(const std::string& body) {
  constexpr size_t least_bytes = 80;
  if (body.size() < least_bytes) throw Complaint(1, "the page explains nothing");
}

}  // namespace bpflens
