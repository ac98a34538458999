// Constants are computed as 64-bit numbers that wrap, as far as operators are plain; what is more
// than that is no constant here.
#include "judge/c_value.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bpflens {
namespace {

constexpr int most_names = 32;        // that stand for other names, in one constant
constexpr size_t longest_value = 64;  // tokens

constexpr std::array<std::string_view, 6> comparing{"<", "<=", ">", ">=", "==", "!="};
constexpr std::array<std::string_view, 14> byte_types{
    "void",   "char",     "unsigned char", "signed char", "u8",    "s8",   "uint8_t",
    "int8_t", "u_int8_t", "u_char",        "uchar",       "_Bool", "bool", "byte"};
constexpr std::array<std::string_view, 9> wide_types{
    "long",      "unsigned long", "long long", "unsigned long long", "u64", "s64",
    "uintptr_t", "size_t",        "uint64_t"};

// Names mean what they do in `file`, whichever text an expression is from.
struct Constants {
  const CText& file;
  int names = 0;

  std::optional<int64_t> of(const CTree& tree, CNodeIndex index);
  std::optional<int64_t> of_name(std::string_view name);
  std::optional<int64_t> of_define(const std::vector<CToken>& tokens);
  std::optional<int64_t> of_enumerator(std::string_view name);
  std::optional<int64_t> of_only(const CText& text, CRange range);
};

std::optional<int64_t> number_of(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X"))
    base = 16;
  else if (text.starts_with("0b") || text.starts_with("0B"))
    base = 2;
  else if (text.starts_with('0') && text.size() > 1)
    base = 8;
  if (base == 16 || base == 2) text.remove_prefix(2);
  while (!text.empty() && std::string_view("uUlL").find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<int64_t> computed(std::string_view op, int64_t left, int64_t right) {
  const auto a = static_cast<uint64_t>(left), b = static_cast<uint64_t>(right);
  if (op == "+") return static_cast<int64_t>(a + b);
  if (op == "-") return static_cast<int64_t>(a - b);
  if (op == "*") return static_cast<int64_t>(a * b);
  if (op == "&") return static_cast<int64_t>(a & b);
  if (op == "|") return static_cast<int64_t>(a | b);
  if (op == "<<" && b < 63) return static_cast<int64_t>(a << b);
  if (op == ">>" && b < 63 && left >= 0) return static_cast<int64_t>(a >> b);
  if (op == "/" && right > 0 && left >= 0) return left / right;
  return std::nullopt;
}

std::optional<int64_t> Constants::of(const CTree& tree, CNodeIndex index) {
  if (index == no_node) return std::nullopt;
  const CNode& node = tree.at(index);
  const std::string_view first =
      node.range.is_empty() ? "" : tree.text->tokens[node.range.begin].text;
  switch (node.kind) {
    case CNodeKind::Number:
      return number_of(first);
    case CNodeKind::Name:
      return of_name(first);
    case CNodeKind::Paren:
    case CNodeKind::Cast:
      return of(tree, node.left);
    case CNodeKind::Unary: {
      const auto inner = of(tree, node.left);
      if (inner && node.op == "-") return computed("-", 0, *inner);
      if (inner && node.op == "~") return ~*inner;
      return node.op == "+" ? inner : std::nullopt;
    }
    case CNodeKind::Binary: {
      const auto left = of(tree, node.left);
      const auto right = left ? of(tree, node.right) : std::nullopt;
      return right ? computed(node.op, *left, *right) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::optional<int64_t> Constants::of_name(std::string_view name) {
  if (names >= most_names) return std::nullopt;
  names++;
  const auto define = file.defines.find(name);
  return define == file.defines.end() ? of_enumerator(name) : of_define(define->second);
}

// The range is one expression and nothing else.
std::optional<int64_t> Constants::of_only(const CText& text, CRange range) {
  if (range.end - range.begin > longest_value) return std::nullopt;
  const CTree tree = read_expressions(text, range);
  const bool is_one = tree.roots.size() == 1 && tree.at(tree.roots[0]).range.begin == range.begin &&
                      tree.at(tree.roots[0]).range.end == range.end;
  return is_one ? of(tree, tree.roots[0]) : std::nullopt;
}

std::optional<int64_t> Constants::of_define(const std::vector<CToken>& tokens) {
  CText replacement;
  replacement.tokens = tokens;
  return of_only(replacement, {0, tokens.size()});
}

std::optional<int64_t> Constants::of_enumerator(std::string_view name) {
  const auto found = file.enumerators.find(name);
  if (found == file.enumerators.end()) return std::nullopt;
  const auto& [value, above] = found->second;
  const auto base = value.is_empty() ? std::optional<int64_t>(0) : of_only(file, value);
  return base ? computed("+", *base, above) : std::nullopt;
}

std::vector<std::string_view> words_of(std::string_view type) {
  std::vector<std::string_view> words;
  while (!type.empty()) {
    const size_t end = std::min(type.find_first_of(" *"), type.size());
    if (end > 0) words.push_back(type.substr(0, end));
    type.remove_prefix(std::min(end + 1, type.size()));
  }
  return words;
}

// The words that make the type, without qualifiers, stars and the underscores of kernel names;
// typedefs of the file are followed.
std::string essence_of(const CText& text, std::string_view type, int depth = 0) {
  constexpr std::array<std::string_view, 5> qualifiers{"const", "volatile", "static", "register",
                                                       "restrict"};
  std::string essence;
  for (std::string_view word : words_of(type)) {
    while (word.starts_with("__")) word.remove_prefix(2);
    const bool is_spare_int = word == "int" && !essence.empty();
    if (is_spare_int || std::ranges::find(qualifiers, word) != qualifiers.end()) continue;
    if (!essence.empty()) essence += ' ';
    essence += word;
  }
  const auto known = text.typedefs.find(essence);
  if (known == text.typedefs.end() || depth >= most_names) return essence;
  return essence_of(text, written(text, known->second), depth + 1);
}

bool is_guess(std::string_view name) {
  return name == "likely" || name == "unlikely" || name == "__builtin_expect";
}

// Is `part` the condition that likely(...) and its kind hand through?
bool is_handed_through(const CTree& tree, CNodeIndex part, CNodeIndex parent) {
  const CNode& node = tree.at(parent);
  if (node.kind == CNodeKind::Paren) return true;
  if (node.kind == CNodeKind::Call) return node.right == part && is_guess(written(tree, node.left));
  const bool is_first = node.kind == CNodeKind::Binary && node.op == "," && node.left == part;
  if (!is_first || node.parent == no_node) return false;
  const CNode& call = tree.at(node.parent);
  return call.kind == CNodeKind::Call && is_guess(written(tree, call.left));
}

}  // namespace

std::optional<int64_t> constant_of(const CTree& tree, CNodeIndex node) {
  return Constants{*tree.text}.of(tree, node);
}

CSum sum_of(const CTree& tree, CNodeIndex node) {
  CSum sum;
  add_to_sum(sum, tree, node, false);
  return sum;
}

void add_to_sum(CSum& sum, const CTree& tree, CNodeIndex index, bool is_subtracted) {
  if (index == no_node) return;
  const CNode& node = tree.at(index);
  if (node.kind == CNodeKind::Paren) return add_to_sum(sum, tree, node.left, is_subtracted);
  if (const auto value = constant_of(tree, index)) {
    sum.constant = *computed(is_subtracted ? "-" : "+", sum.constant, *value);
    sum.constants.push_back(node.range);
    return;
  }
  const bool adds = node.kind == CNodeKind::Binary && (node.op == "+" || node.op == "-");
  if (adds) {
    add_to_sum(sum, tree, node.left, is_subtracted);
    return add_to_sum(sum, tree, node.right, is_subtracted != (node.op == "-"));
  }
  if (node.kind == CNodeKind::Unary && node.op == "&") {
    const CNode& element = tree.at(without_brackets(tree, node.left));
    if (element.kind == CNodeKind::Subscript) {
      add_to_sum(sum, tree, element.left, is_subtracted);
      return add_to_sum(sum, tree, element.right, is_subtracted);
    }
  }
  if (node.kind == CNodeKind::Cast) {
    const std::string type = type_of_cast(tree, index);
    const bool is_bytes = is_byte_pointer(*tree.text, type);
    if (is_bytes && sum.cast.empty()) sum.cast = type;
    const bool is_wide =
        !is_pointer(type) &&
        std::ranges::find(wide_types, essence_of(*tree.text, type)) != wide_types.end();
    if (is_bytes || is_wide) return add_to_sum(sum, tree, node.left, is_subtracted);
  }
  sum.terms.push_back({node.range, node.kind, is_subtracted});
}

bool have_same_terms(const CText& text, const CSum& a, const CSum& b) {
  return std::ranges::is_permutation(a.terms, b.terms, [&](const CTerm& x, const CTerm& y) {
    return x.is_subtracted == y.is_subtracted && are_same(text, x.range, y.range);
  });
}

std::string written_terms(const CText& text, const std::vector<CTerm>& terms) {
  std::string out;
  for (const CTerm& term : terms) {
    if (!out.empty()) out += term.is_subtracted ? " - " : " + ";
    if (out.empty() && term.is_subtracted) out += "-";
    out += written(text, term.range);
  }
  return out;
}

std::vector<CComparison> comparisons_between(const CTree& tree, uint32_t first, uint32_t last) {
  std::vector<CComparison> found;
  const std::vector<CToken>& tokens = tree.text->tokens;
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode& node = tree.at(index);
    if (node.kind != CNodeKind::Binary || node.range.is_empty()) continue;
    if (std::ranges::find(comparing, node.op) == comparing.end()) continue;
    if (tokens[node.range.begin].line > last || tokens[node.range.end - 1].line < first) continue;
    found.push_back({index, node.left, node.right, node.op});
  }
  return found;
}

std::optional<bool> value_where(const CTree& tree, CNodeIndex part, CNodeIndex condition,
                                bool outcome) {
  if (part == condition) return outcome;
  const CNodeIndex parent = tree.at(part).parent;
  if (parent == no_node) return std::nullopt;
  const auto whole = value_where(tree, parent, condition, outcome);
  if (!whole || is_handed_through(tree, part, parent)) return whole;
  const CNode& node = tree.at(parent);
  if (node.kind == CNodeKind::Unary && node.op == "!") return !*whole;
  if (node.kind != CNodeKind::Binary) return std::nullopt;
  if (node.op == "&&" && *whole) return true;
  if (node.op == "||" && !*whole) return false;
  return std::nullopt;
}

bool is_pointer(std::string_view type) { return type.find('*') != std::string_view::npos; }

bool is_byte_pointer(const CText& text, std::string_view type) {
  if (std::ranges::count(type, '*') != 1) return false;
  const std::string essence = essence_of(text, type);
  return std::ranges::find(byte_types, essence) != byte_types.end();
}

CSign sign_of(const CText& text, std::string_view type) {
  if (is_pointer(type)) return CSign::Unknown;
  const std::string essence = essence_of(text, type);
  constexpr std::array<std::string_view, 5> unsigned_starts{"unsigned", "u8", "u16", "u32", "u64"};
  constexpr std::array<std::string_view, 8> unsigned_words{
      "size_t", "uintptr_t", "uint8_t", "uint16_t", "uint32_t", "uint64_t", "bool", "_Bool"};
  constexpr std::array<std::string_view, 5> signed_starts{"signed", "short", "int", "long", "char"};
  constexpr std::array<std::string_view, 5> signed_words{"s8", "s16", "s32", "s64", "ssize_t"};
  const auto begins = [&](std::string_view word) { return essence.starts_with(word); };
  if (std::ranges::any_of(unsigned_starts, begins)) return CSign::Unsigned;
  if (std::ranges::find(unsigned_words, essence) != unsigned_words.end()) return CSign::Unsigned;
  if (essence.starts_with("be16") || essence.starts_with("be32")) return CSign::Unsigned;
  if (essence.find("unsigned") != std::string::npos) return CSign::Unsigned;
  if (std::ranges::find(signed_words, essence) != signed_words.end()) return CSign::Signed;
  return std::ranges::any_of(signed_starts, begins) ? CSign::Signed : CSign::Unknown;
}

}  // namespace bpflens
