// Precedence climbing, with a bound on how deep. Whether `(x) ...` is a cast is a question of what
// x means; the words inside, the file's typedefs and what follows answer it well enough.
#include "judge/c_expression.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace bpflens {
namespace {

constexpr int deepest = 96;           // brackets in brackets, operators in a row
constexpr size_t longest_type = 24;   // tokens
constexpr size_t longest_skip = 500;  // tokens; without an end each bracket would look at all

constexpr int comma_rank = 1, assign_rank = 2, choice_rank = 3;

constexpr std::array<std::pair<std::string_view, int>, 20> ranks{{
    {",", comma_rank}, {"?", choice_rank}, {"||", 4}, {"&&", 5}, {"|", 6},   {"^", 7},   {"&", 8},
    {"==", 9},         {"!=", 9},          {"<", 10}, {">", 10}, {"<=", 10}, {">=", 10}, {"<<", 11},
    {">>", 11},        {"+", 12},          {"-", 12}, {"*", 13}, {"/", 13},  {"%", 13},
}};
constexpr std::array<std::string_view, 11> assignments{
    "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="};
constexpr std::array<std::string_view, 8> unary_signs{"*", "&", "-", "+", "~", "!", "++", "--"};

// Words before which no operand ends, and behind which a new expression begins.
constexpr std::array<std::string_view, 14> statement_words{
    "return",   "else",   "do",    "goto", "case", "default", "break",
    "continue", "struct", "union", "enum", "asm",  "__asm__", "typedef"};
constexpr std::array<std::string_view, 4> control_words{"if", "while", "switch", "for"};
constexpr std::array<std::string_view, 21> type_words{
    "struct", "union",  "enum",   "unsigned",   "signed",   "char",   "short",
    "int",    "long",   "void",   "const",      "volatile", "_Bool",  "bool",
    "float",  "double", "size_t", "__signed__", "ssize_t",  "u_char", "uchar"};
constexpr std::array<std::string_view, 10> kernel_types{"u8",  "u16", "u32", "u64",  "s8",
                                                        "s16", "s32", "s64", "be16", "be32"};

template <typename Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::optional<int> rank_of(const CToken& token) {
  if (token.kind != CTokenKind::Sign) return std::nullopt;
  if (is_one_of(assignments, token.text)) return assign_rank;
  const auto found = std::ranges::find(ranks, token.text, &std::pair<std::string_view, int>::first);
  return found == ranks.end() ? std::nullopt : std::optional(found->second);
}

bool begins_operand(const CToken& token) {
  if (token.kind == CTokenKind::Gap) return false;
  if (token.kind != CTokenKind::Sign) return true;
  return token.text == "(" || is_one_of(unary_signs, token.text);
}

CNode of_one(CNodeKind kind, std::string_view op, CNodeIndex operand) {
  CNode node;
  node.kind = kind;
  node.op = op;
  node.left = operand;
  return node;
}

struct Parser {
  const CText& text;
  CRange range;
  size_t at;
  CTree tree;
  int depth = 0;

  bool is_at_end() const { return at >= range.end; }
  const CToken& token(size_t index) const { return text.tokens[index]; }
  bool sees(std::string_view sign) const { return !is_at_end() && token(at).is(sign); }

  CNodeIndex add(CNode node, size_t begin);
  CNodeIndex missing();
  std::optional<size_t> end_of_cast() const;
  void close(std::string_view sign);
  CNodeIndex expression(int least_rank);
  CNodeIndex rest_of(CNodeIndex left, int rank);
  CNodeIndex operand();
  CNodeIndex prefixed();
  CNodeIndex primary();
  CNodeIndex with_postfix(CNodeIndex node);
  void read_all();
};

CNodeIndex Parser::add(CNode node, size_t begin) {
  node.range = {begin, at};
  for (const CNodeIndex child : {node.left, node.right, node.third})
    if (child != no_node) node.height = std::max(node.height, tree.at(child).height + 1);
  tree.nodes.push_back(node);
  return static_cast<CNodeIndex>(tree.nodes.size() - 1);
}

CNodeIndex Parser::missing() { return add({}, at); }

// The index behind the bracket, if what begins at `at` is "(type)" before an operand.
std::optional<size_t> Parser::end_of_cast() const {
  size_t i = at + 1;
  size_t words = 0;
  bool is_type = false, has_star = false;
  for (; i < range.end && i < at + longest_type; i++) {
    const CToken& word = token(i);
    if (word.is_name() && !has_star) {
      words++;
      is_type = is_type || is_type_name(text, word.text);
    } else if (word.is("*") && words > 0) {
      has_star = true;
    } else if (!(word.is("const") || word.is("volatile"))) {
      break;
    }
  }
  if (words == 0 || i >= range.end || !token(i).is(")")) return std::nullopt;
  if (i + 1 >= range.end || !begins_operand(token(i + 1))) return std::nullopt;
  const bool before_word = token(i + 1).kind != CTokenKind::Sign;
  const bool is_cast = is_type || words > 1 || has_star || before_word;
  return is_cast ? std::optional(i + 1) : std::nullopt;
}

// Behind the bracket that closes here. What stands before it and is not understood is skipped.
void Parser::close(std::string_view sign) {
  int open = 0;
  for (size_t i = at; i < std::min(range.end, at + longest_skip); i++) {
    const CToken& here = token(i);
    if (here.kind == CTokenKind::Gap || here.is(";") || here.is("{") || here.is("}")) return;
    if (open == 0 && here.is(sign)) {
      at = i + 1;
      return;
    }
    if (here.is("(") || here.is("[")) open++;
    if (here.is(")") || here.is("]")) open--;
    if (open < 0) return;
  }
}

CNodeIndex Parser::expression(int least_rank) {
  if (depth >= deepest) return missing();
  depth++;
  CNodeIndex left = operand();
  while (!is_at_end()) {
    const auto rank = rank_of(token(at));
    if (!rank || *rank < least_rank || tree.at(left).height >= deepest) break;
    left = rest_of(left, *rank);
  }
  depth--;
  return left;
}

CNodeIndex Parser::rest_of(CNodeIndex left, int rank) {
  const size_t begin = tree.at(left).range.begin;
  CNode node = of_one(CNodeKind::Binary, token(at).text, left);
  at++;
  if (rank == choice_rank) {
    node.kind = CNodeKind::Choice;
    node.right = expression(comma_rank);
    if (sees(":")) at++;
    node.third = expression(choice_rank);
    return add(node, begin);
  }
  if (rank == assign_rank) node.kind = CNodeKind::Assign;
  node.right = expression(rank == assign_rank ? rank : rank + 1);
  return add(node, begin);
}

CNodeIndex Parser::operand() {
  if (is_at_end() || !begins_operand(token(at))) return missing();
  if (depth >= deepest) return missing();
  depth++;
  const CNodeIndex node = prefixed();
  depth--;
  return node;
}

CNodeIndex Parser::prefixed() {
  const size_t begin = at;
  const CToken& first = token(at);
  if (first.is("(")) {
    const auto behind = end_of_cast();
    if (!behind) return with_postfix(primary());
    at = *behind;
    const CNodeIndex inner = operand();
    return add(of_one(CNodeKind::Cast, {}, inner), begin);
  }
  if (first.kind != CTokenKind::Sign) return with_postfix(primary());
  at++;
  const CNodeIndex inner = operand();
  return add(of_one(CNodeKind::Unary, first.text, inner), begin);
}

CNodeIndex Parser::primary() {
  const size_t begin = at;
  const CToken& first = token(at++);
  if (first.is("(")) {
    const CNodeIndex inner = expression(comma_rank);
    close(")");
    return add(of_one(CNodeKind::Paren, {}, inner), begin);
  }
  if (first.is("sizeof")) {
    if (sees("(")) {
      at++;
      close(")");
    } else {
      operand();
    }
    return add(of_one(CNodeKind::Sizeof, {}, no_node), begin);
  }
  CNode node;
  node.kind = first.is_name() ? CNodeKind::Name : CNodeKind::Text;
  if (first.kind == CTokenKind::Number) node.kind = CNodeKind::Number;
  return add(node, begin);
}

CNodeIndex Parser::with_postfix(CNodeIndex node) {
  const size_t begin = tree.at(node).range.begin;
  while (!is_at_end() && token(at).kind == CTokenKind::Sign && tree.at(node).height < deepest) {
    const std::string_view sign = token(at).text;
    CNode next = of_one(CNodeKind::Postfix, sign, node);
    if (sign == "(" || sign == "[") {
      next.kind = sign == "(" ? CNodeKind::Call : CNodeKind::Subscript;
      at++;
      if (!sees(")")) next.right = expression(comma_rank);
      close(sign == "(" ? ")" : "]");
    } else if (sign == "." || sign == "->") {
      next.kind = CNodeKind::Member;
      at++;
      if (!is_at_end() && token(at).is_name()) at++;
    } else if (sign == "++" || sign == "--") {
      at++;
    } else {
      break;
    }
    node = add(next, begin);
  }
  return node;
}

void Parser::read_all() {
  while (!is_at_end()) {
    const CToken& first = token(at);
    if (first.is_name() && is_one_of(control_words, first.text)) {
      at++;
      if (sees("(")) at++;
      continue;
    }
    const bool is_word = first.is_name() && is_one_of(statement_words, first.text);
    if (is_word || !begins_operand(first)) {
      at++;
      continue;
    }
    const size_t begin = at;
    tree.roots.push_back(expression(comma_rank));
    if (at == begin) at++;
  }
}

void set_parents(CTree& tree) {
  for (CNodeIndex index = 0; index < tree.nodes.size(); index++) {
    const CNode node = tree.nodes[index];
    for (const CNodeIndex child : {node.left, node.right, node.third})
      if (child != no_node) tree.nodes[child].parent = index;
  }
}

}  // namespace

CTree read_expressions(const CText& text, CRange range) {
  range.end = std::min(range.end, text.tokens.size());
  Parser parser{text, range, range.begin, {&text, {}, {}}};
  parser.read_all();
  set_parents(parser.tree);
  return std::move(parser.tree);
}

std::string written(const CTree& tree, CNodeIndex node) {
  return written(*tree.text, tree.at(node).range);
}

bool are_same(const CTree& tree, CNodeIndex a, CNodeIndex b) {
  return are_same(*tree.text, tree.at(a).range, tree.at(b).range);
}

CNodeIndex without_brackets(const CTree& tree, CNodeIndex node) {
  while (tree.at(node).kind == CNodeKind::Paren) node = tree.at(node).left;
  return node;
}

CNodeIndex without_casts(const CTree& tree, CNodeIndex node) {
  while (tree.at(node).kind == CNodeKind::Paren || tree.at(node).kind == CNodeKind::Cast)
    node = tree.at(node).left;
  return node;
}

std::string type_of_cast(const CTree& tree, CNodeIndex cast) {
  const CNode& node = tree.at(cast);
  return written(*tree.text, {node.range.begin + 1, tree.at(node.left).range.begin - 1});
}

bool is_type_name(const CText& text, std::string_view name) {
  if (is_one_of(type_words, name) || name.ends_with("_t")) return true;
  std::string_view bare = name;
  while (bare.starts_with('_')) bare.remove_prefix(1);
  return is_one_of(kernel_types, bare) || text.typedefs.contains(name);
}

}  // namespace bpflens
