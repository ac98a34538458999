// Expressions of C: how they are taken apart, what they are worth, what a condition says of its
// parts.
#include "judge/c_value.h"

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "judge/c_expression.h"
#include "unit/c_source.h"

namespace bpflens {
namespace {

// With brackets around every operation: "(a+(b*c))".
std::string shape(const CTree& tree, CNodeIndex index) {
  if (index == no_node) return "";
  const CNode& node = tree.at(index);
  const auto left = [&] { return shape(tree, node.left); };
  const auto right = [&] { return shape(tree, node.right); };
  switch (node.kind) {
    case CNodeKind::Paren:
      return left();
    case CNodeKind::Cast:
      return "<" + type_of_cast(tree, index) + ">" + left();
    case CNodeKind::Unary:
      return "(" + std::string(node.op) + left() + ")";
    case CNodeKind::Postfix:
      return "(" + left() + std::string(node.op) + ")";
    case CNodeKind::Binary:
    case CNodeKind::Assign:
      return "(" + left() + std::string(node.op) + right() + ")";
    case CNodeKind::Choice:
      return "(" + left() + "?" + right() + ":" + shape(tree, node.third) + ")";
    case CNodeKind::Call:
      return left() + "{" + right() + "}";
    case CNodeKind::Subscript:
      return left() + "[" + right() + "]";
    case CNodeKind::Missing:
      return "_";
    default:
      return written(tree, index);
  }
}

std::vector<std::string> shapes(const std::string& source) {
  const SourceFile file = whole_file(source);
  const CText text = read_c(file);
  const CTree tree = read_expressions(text, {0, text.tokens.size()});
  std::vector<std::string> out;
  for (const CNodeIndex root : tree.roots) out.push_back(shape(tree, root));
  return out;
}

using Shapes = std::vector<std::string>;

struct Read {
  SourceFile file;
  CText text;
  CTree tree;
  explicit Read(const std::string& source)
      : file(whole_file(source)), text(read_c(file)), tree(read_expressions(text, {0, SIZE_MAX})) {}
};

}  // namespace

TEST_CASE("c_expression: how expressions are read") {
  const std::vector<std::pair<std::string, Shapes>> rows{
      {"a + b * c - d", {"((a+(b*c))-d)"}},
      {"a || b && c == d & e", {"(a||(b&&((c==d)&e)))"}},
      {"a = b += c, d", {"((a=(b+=c)),d)"}},
      {"a ? b : c ? d : e", {"(a?b:(c?d:e))"}},
      {"-a->b[c - 1]++", {"(-(a->b[(c-1)]++))"}},
      {"*(uint16_t *)(data + x + 66)", {"(*<uint16_t *>((data+x)+66))"}},
      {"*(const volatile struct t *)p", {"(*<const volatile struct t *>p)"}},
      {"((struct t *)(data + n - 8))->x", {"((struct t *)(data + n - 8))->x"}},
      {"(__u32)-x + (y) - z", {"((<__u32>(-x)+y)-z)"}},
      {"(a) * b", {"(a*b)"}},
      {"(long)ctx->data", {"<long>ctx->data"}},
      {"ntohs(*p) + f(a, b)()", {"(ntohs{(*p)}+f{(a,b)}{})"}},
      {"sizeof(struct t) + sizeof x", {"(sizeof(struct t)+sizeof x)"}},
      {"uint8_t *p = data + size;", {"((uint8_t*p)=(data+size))"}},
      {"unsigned long a = 1, *b = c;", {"unsigned", "long", "((a=1),((*b)=c))"}},
      {"if (a + b > c) return -1; else x = 1;", {"((a+b)>c)", "(-1)", "(x=1)"}},
      {"for (i = 0; i < n; i++) f(i);", {"(i=0)", "(i<n)", "(i++)", "f{i}"}},
      {"asm volatile(\"\" : \"+r\"(x));", {"volatile{\"\"}"}},
      {"|| a > b) {", {"(a>b)"}},
      {"a + ;", {"(a+_)"}},
      {"f(a b)", {"f{a}"}},
      {"", {}},
  };
  for (const auto& [source, expected] : rows) {
    INFO(source);
    Shapes found = shapes(source);
    if (source.starts_with("asm")) found.resize(1);
    CHECK(found == expected);
  }
}

TEST_CASE("c_expression: depth and length are bounded") {
  for (const std::string part : {"(", "a+", "a?", "-", "f(", "a[", "{", "((a)", "!=", "sizeof "}) {
    std::string source;
    for (int i = 0; i < 20000; i++) source += part;
    const Read read(source);
    INFO(part);
    int highest = 0;
    for (const CNode& node : read.tree.nodes) highest = std::max(highest, node.height);
    CHECK(highest <= 400);
  }
}

TEST_CASE("c_value: constants") {
  const std::string before =
      "#define A 0x10\n#define B (A + 1)\n#define LOOP LOOP\n#define T(x) x\n"
      "enum e { one = 1, two, three };\nenum { zero };\n";
  const std::vector<std::pair<std::string, std::optional<int64_t>>> rows{
      {"65467", 65467},
      {"0xffU", 255},
      {"010", 8},
      {"-1L", -1},
      {"(1 << 4) | 3", 19},
      {"B * 2", 34},
      {"(u32)A", 16},
      {"three", 3},
      {"zero", 0},
      {"~0", -1},
      {"LOOP", {}},
      {"T", {}},
      {"x", {}},
      {"sizeof(int)", {}},
      {"12ab", {}},
      {"1 << 99", {}},
      {"18446744073709551615u", -1},
      {"99999999999999999999", {}},
  };
  for (const auto& [source, value] : rows) {
    INFO(source);
    const Read read(before + "return " + source + ";\n");
    CHECK(constant_of(read.tree, read.tree.roots.back()) == value);
  }
}

TEST_CASE("c_value: constants that name each other end") {
  std::string source;
  for (int i = 0; i < 60; i++)
    source += "#define N" + std::to_string(i) + " N" + std::to_string(i + 1) + " + N" +
              std::to_string(i + 1) + "\n";
  const Read read(source + "N0\n");
  CHECK(constant_of(read.tree, read.tree.roots[0]) == std::nullopt);
}

TEST_CASE("c_value: sums") {
  struct Row {
    std::string source, terms;
    int64_t constant = 0;
    std::string cast = "";
  };
  const std::vector<Row> rows{
      {"data + size - 1", "data + size", -1},
      {"size - (4 - data)", "size + data", -4},
      {"*p", "*p", 0},
      {"(void *)(long)ctx->data + n", "ctx->data + n", 0, "void *"},
      {"((u8 *)data + n) - 2", "data + n", -2, "u8 *"},
      {"(u32 *)data + n", "(u32 *)data + n", 0},
      {"&frame[n - 1]", "frame + n", -1},
      {"-x + 0x10", "-x", 16},
      {"a * 4 + b", "a * 4 + b", 0},
      {"p + sizeof(*p)", "p + sizeof(*p)", 0},
  };
  for (const auto& [source, terms, constant, cast] : rows) {
    INFO(source);
    const Read read("return " + source + ";");
    const CSum sum = sum_of(read.tree, read.tree.roots[0]);
    CHECK(written_terms(read.text, sum.terms) == terms);
    CHECK(sum.constant == constant);
    CHECK(sum.cast == cast);
  }
}

TEST_CASE("c_value: what a condition says of its parts") {
  struct Row {
    std::string condition;
    bool outcome;
    std::optional<bool> value;  // of a > b
  };
  const std::vector<Row> rows{
      {"a > b", true, true},
      {"!(a > b)", true, false},
      {"x || a > b", false, false},
      {"x || a > b", true, std::nullopt},
      {"x && (a > b)", true, true},
      {"x && a > b", false, std::nullopt},
      {"!(x && !(a > b)) && y", true, std::nullopt},
      {"!(x || !(a > b)) && y", true, true},
      {"unlikely(a > b) || y", false, false},
      {"__builtin_expect(!!(a > b), 0)", true, true},
      {"f(a > b)", true, std::nullopt},
      {"x ? a > b : c", true, std::nullopt},
      {"(a > b) == 0", true, std::nullopt},
  };
  for (const auto& [condition, outcome, value] : rows) {
    INFO(condition);
    const Read read(condition);
    CNodeIndex part = no_node;
    for (CNodeIndex i = 0; i < read.tree.nodes.size(); i++)
      if (read.tree.at(i).op == ">") part = i;
    CHECK(value_where(read.tree, part, read.tree.roots[0], outcome) == value);
  }
}

TEST_CASE("c_value: types") {
  const SourceFile file =
      whole_file("typedef unsigned char octet;\ntypedef octet cell;\ntypedef int number;\n");
  const CText text = read_c(file);
  for (const char* type :
       {"void *", "const u8 *", "unsigned char*", "__u8 const *", "cell *", "char *"})
    CHECK(is_byte_pointer(text, type));
  for (const char* type : {"u16 *", "void **", "struct t *", "u8", "number *", ""})
    CHECK(!is_byte_pointer(text, type));
  for (const char* type :
       {"unsigned long", "__u32", "uint16_t", "size_t", "const unsigned", "__be32"})
    CHECK(sign_of(text, type) == CSign::Unsigned);
  for (const char* type : {"long", "int", "__s64", "int32_t", "short int", "number", "signed char"})
    CHECK(sign_of(text, type) == CSign::Signed);
  for (const char* type : {"struct t", "u8 *", "foo_t", ""})
    CHECK(sign_of(text, type) == CSign::Unknown);
}

}  // namespace bpflens
