// Statements, functions and declarations of C, found by their brackets.
#include "judge/c_statement.h"

#include <string>
#include <vector>

#include "catch.h"
#include "judge/c_declaration.h"
#include "unit/c_source.h"

namespace bpflens {
namespace {

const std::string program = R"(struct cursor { u8* at; u8 *end; };
static int count;
int helper(struct cursor *c, unsigned long n)
{
	u8 *p = c->at, *const q = c->end;
	if (n > 4)
		return -1;
	else if (n == 3) { n = 2; }
	for (int i = 0; i < 3; i++) n += i;
	while (n) if (n & 1) break;
	{
		long n = 7;
		f(n);
	}
out:
	n--;
	return count + f(&p);
}
int other(void *data) { const unsigned char name[4] = {1, 2}; return data[0]; }
)";

size_t find(const CText& text, const std::string& word, int which = 1) {
  for (size_t i = 0; i < text.tokens.size(); i++)
    if (text.tokens[i].is(word) && --which == 0) return i;
  FAIL(word << " is not there");
  return 0;
}

}  // namespace

TEST_CASE("c_statement: functions") {
  const SourceFile file = whole_file(program);
  const CText text = read_c(file);
  const auto name_at = [&](uint32_t line) {
    const CRange function = function_around(text, line);
    return function.is_empty() ? "" : std::string(text.tokens[function.begin + 1].text);
  };
  CHECK(name_at(1).empty());
  CHECK(name_at(2).empty());
  CHECK(name_at(3) == "helper");
  CHECK(name_at(18) == "helper");
  CHECK(name_at(19) == "other");
  const SourceFile log = lines_of_log({{3, "a = 1;"}, {90, "b = 2;"}});
  CHECK(function_around(read_c(log), 90).end == 10);
}

TEST_CASE("c_statement: ifs and what may stand before them") {
  const SourceFile file = whole_file(program);
  const CText text = read_c(file);
  const CRange function = function_around(text, 5);
  const auto decided = if_deciding(text, function, find(text, ">"));
  REQUIRE(decided);
  CHECK(written(text, decided->condition) == "n > 4");
  CHECK(written(text, decided->then_branch) == "return -1;");
  CHECK(written(text, decided->else_branch) == "if (n == 3) { n = 2; }");
  CHECK(leaves(text, decided->then_branch));
  CHECK(!leaves(text, decided->else_branch));
  CHECK(may_insert_before(text, decided->keyword));
  const auto inner = if_deciding(text, function, find(text, "=="));
  REQUIRE(inner);
  CHECK(!may_insert_before(text, inner->keyword));
  const auto in_loop = if_deciding(text, function, find(text, "&"));
  REQUIRE(in_loop);
  CHECK(!may_insert_before(text, in_loop->keyword));
  CHECK(leaves(text, in_loop->then_branch));
  CHECK(!if_deciding(text, function, find(text, "+=")));
  CHECK(has_label(text, {find(text, "while"), find(text, "--")}));
  CHECK(!has_label(text, {find(text, "if"), find(text, "while")}));
}

TEST_CASE("c_statement: where statements begin and end") {
  const SourceFile file = whole_file(program);
  const CText text = read_c(file);
  const CRange function = function_around(text, 5);
  const auto statement_with = [&](size_t token) {
    const size_t begin = begin_of_statement(text, function, token);
    return written(text, {begin, end_of_statement(text, begin, function.end)});
  };
  CHECK(statement_with(find(text, "--")) == "n--;");
  CHECK(statement_with(find(text, "q")) == "u8 *p = c->at, *const q = c->end;");
  CHECK(statement_with(find(text, "count", 2)) == "return count + f(&p);");
  const size_t loop = find(text, "for");
  CHECK(written(text, {loop, end_of_statement(text, loop, function.end)}) ==
        "for (int i = 0; i < 3; i++) n += i;");
  const CRange block = block_around(text, function, find(text, "7"));
  CHECK(written(text, block) == "long n = 7; f(n);");
}

TEST_CASE("c_declaration: types, initialisers and scopes") {
  const SourceFile file = whole_file(program);
  const CText text = read_c(file);
  const CRange helper = function_around(text, 5), other = function_around(text, 19);
  const auto declared = [&](const std::string& name, size_t token, CRange function) {
    const auto found = declaration_of(text, function, name, token);
    return found ? found->before + name + " = " + written(text, found->initialiser) : "none";
  };
  CHECK(declared("c", find(text, ">"), helper) == "struct cursor *c = ");
  CHECK(declared("n", find(text, ">"), helper) == "unsigned long n = ");
  CHECK(declared("p", find(text, ">"), helper) == "u8 *p = c->at");
  CHECK(declared("q", find(text, ">"), helper) == "u8 *const q = c->end");
  CHECK(declared("n", find(text, "f"), helper) == "long n = 7");
  CHECK(declared("n", find(text, "--"), helper) == "unsigned long n = ");
  CHECK(declared("i", find(text, "+="), helper) == "int i = 0");
  CHECK(declared("return", find(text, "+="), helper) == "none");
  CHECK(declared("data", find(text, "data", 2), other) == "void *data = ");
  CHECK(declared("name", find(text, "data", 2), other) == "const unsigned char name = {1, 2}");
  CHECK(declared("p", find(text, "data", 2), other) == "none");
  CHECK(type_of_member(text, "at") == "u8*");
  CHECK(type_of_member(text, "end") == "u8 *");
  CHECK(type_of_member(text, "nothing").empty());
}

TEST_CASE("c_declaration: lines of a log, the first one too") {
  const SourceFile file = lines_of_log({{4, "u8 *data = (u8 *)(long)ctx->data;"},
                                        {7, "int entry(struct xdp_md *ctx) {"},
                                        {9, "if (data + 1 > end) return 0;"}});
  const CText text = read_c(file);
  const CRange all = function_around(text, 9);
  const size_t use = find(text, "if");
  REQUIRE(declaration_of(text, all, "data", use));
  CHECK(declaration_of(text, all, "data", use)->type == "u8 *");
  CHECK_FALSE(declaration_of(text, all, "ctx", use));
}

TEST_CASE("c_declaration: where a value is written again") {
  struct Row {
    std::string source;
    bool is_written;
  };
  const std::vector<Row> rows{
      {"x = 1;", true},      {"x == 1;", false},   {"f(x, y->x = 2);", false}, {"x += 2;", true},
      {"--x;", true},        {"x++;", true},       {"f(&x);", true},           {"y & x;", false},
      {"f(&x->y);", false},  {"f(&x[1]);", false}, {"int y = x;", false},      {"x->y = 1;", false},
      {"\"x = 1\";", false},
  };
  for (const auto& [source, is_given] : rows) {
    INFO(source);
    const SourceFile file = whole_file("x;" + source);
    const CText text = read_c(file);
    CHECK(is_written(text, {2, text.tokens.size()}, CRange{0, 1}) == is_given);
  }
  const SourceFile file = whole_file("v->idx; w->idx = 1; v->other = 2; v->idx++; v = 0;");
  const CText text = read_c(file);
  const size_t written_at = first_write(text, {4, text.tokens.size()}, {0, 3});
  CHECK(written(text, {written_at, written_at + 4}) == "v->idx++");
}

}  // namespace bpflens
