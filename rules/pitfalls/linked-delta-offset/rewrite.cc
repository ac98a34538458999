// The statement is found by its constant: on the line of the addition, else as the only one in the
// function. Where there is none, the sum is part of an expression, the comparison with the limit
// still says what the user calls it.
#include "rules/pitfalls/linked-delta-offset/rewrite.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/c_expression.h"
#include "judge/c_statement.h"
#include "judge/c_text.h"
#include "judge/c_value.h"
#include "judge/compared_value.h"
#include "judge/rewrite.h"

namespace bpflens {
namespace {

constexpr size_t longest_operand = 24;

// `name = other + K`, `name += K`
struct Sum {
  CRange name;
  CRange statement;
  std::string comment;
};

// The kernel keeps distances of 32 bits.
bool is_distance(int64_t constant, int64_t distance) {
  return static_cast<int32_t>(constant) == static_cast<int32_t>(distance);
}

// What it was before, or the one other number in the sum.
std::string other_number(const CText& text, const CSum& sum) {
  if (sum.terms.empty()) return "what it was";
  const std::string operand = written(text, sum.terms[0].range);
  return operand.size() <= longest_operand ? operand : "the other number";
}

std::string comment_on(const CText& text, const CSum& sum) {
  return "same value, but no longer " + other_number(text, sum) +
         (sum.constant < 0 ? " minus" : " plus") + " a distance";
}

// What is added in `a += K`, or the whole right side.
std::optional<CSum> sum_in(const CTree& tree, const CNode& node) {
  if (node.kind != CNodeKind::Assign || node.left == no_node || node.right == no_node)
    return std::nullopt;
  if (tree.at(node.left).kind != CNodeKind::Name) return std::nullopt;
  CSum sum;
  add_to_sum(sum, tree, node.right, node.op == "-=");
  const bool steps = (node.op == "+=" || node.op == "-=") && sum.terms.empty();
  const bool adds = node.op == "=" && sum.terms.size() == 1 && !sum.terms[0].is_subtracted;
  return steps || adds ? std::optional(std::move(sum)) : std::nullopt;
}

std::vector<Sum> sums_of(const CTree& tree, CRange function, int64_t distance) {
  const CText& text = *tree.text;
  std::vector<Sum> sums;
  for (const CNode& node : tree.nodes) {
    const auto sum = sum_in(tree, node);
    if (!sum || !is_distance(sum->constant, distance)) continue;
    const size_t begin = begin_of_statement(text, function, node.range.begin);
    sums.push_back({tree.at(node.left).range,
                    {begin, end_of_statement(text, begin, function.end)},
                    comment_on(text, *sum)});
  }
  return sums;
}

std::optional<Sum> sum_at(const CText& text, CRange function, uint32_t line, int64_t distance) {
  const CTree tree = read_expressions(text, function);
  const std::vector<Sum> sums = sums_of(tree, function, distance);
  for (const Sum& sum : sums)
    if (text.tokens[sum.statement.begin].line <= line &&
        text.tokens[sum.statement.end - 1].line >= line)
      return sum;
  return sums.size() == 1 ? std::optional(sums[0]) : std::nullopt;
}

// A statement of its own, not all of a branch and not in the head of a loop. A label may stand
// before it: the new line comes behind it.
bool may_insert_behind(const CText& text, const Sum& sum) {
  constexpr std::array<std::string_view, 6> larger{"if", "else", "for", "while", "do", "switch"};
  const size_t begin = sum.statement.begin;
  if (std::ranges::find(larger, text.tokens[begin].text) != larger.end()) return false;
  if (!text.tokens[sum.statement.end - 1].is(";")) return false;
  return may_insert_before(text, begin) || (begin > 0 && text.tokens[begin - 1].is(":"));
}

std::string forgetting_line(const std::string& name) {
  return "asm volatile(\"%0 |= 0\" : \"+r\"(" + name + "));";
}

std::optional<Rewrite> rewrite_of(const CText& text, const Sum& sum) {
  if (!may_insert_behind(text, sum)) return std::nullopt;
  return rewrite_from(
      text,
      {line_behind(text, sum.statement, forgetting_line(written(text, sum.name)), sum.comment)},
      true);
}

bool names(const CText& text, uint32_t line, CRange name) {
  const CRange tokens = tokens_of_line(text, line);
  for (size_t i = tokens.begin; i < tokens.end; i++)
    if (text.tokens[i].is_name() && text.tokens[i].text == text.tokens[name.begin].text)
      return true;
  return false;
}

std::optional<LinkedWords> words_at_sum(const CText& text, const Evidence& seen,
                                        const LinkedStory& story, const SourcePosition& at) {
  const CRange function = function_around(text, at.line);
  const auto sum =
      function.is_empty() ? std::nullopt : sum_at(text, function, at.line, story.distance);
  if (!sum) return std::nullopt;
  LinkedWords words{written(text, sum->name), false, std::nullopt};
  const auto limit = story.limit_insn ? seen.source.find(*story.limit_insn) : std::nullopt;
  words.is_limited_by_name = limit && limit->file == at.file && names(text, limit->line, sum->name);
  if (story.limit_insn) words.rewrite = rewrite_of(text, *sum);
  return words;
}

}  // namespace

std::optional<LinkedWords> words_of(const Evidence& seen, const LinkedStory& story) {
  for (const uint32_t insn : {story.sum_insn, story.use_insn}) {
    const auto at = seen.source.find(insn);
    if (!at) continue;
    const CText text = read_c(seen.source.files[at->file]);
    if (auto words = words_at_sum(text, seen, story, *at)) return words;
  }
  if (!story.limit_insn || !story.limit) return std::nullopt;
  const auto name = compared_value(seen, *story.limit_insn, static_cast<uint64_t>(*story.limit));
  return name ? std::optional(LinkedWords{*name, true, std::nullopt}) : std::nullopt;
}

Rewrite rewrite_to_fill_in(const std::optional<LinkedWords>& words) {
  // Measured for variables, not for members.
  const bool is_variable = words && words->name.find_first_of(".->[") == std::string::npos;
  const std::string name = is_variable ? words->name : "<your variable>";
  Rewrite rewrite;
  rewrite.text = forgetting_line(name) + "  // right after the sum, before its limit is checked\n" +
                 "if (" + name + " > <your limit>) <what you do then>  // your own check of it\n";
  return rewrite;
}

}  // namespace bpflens
