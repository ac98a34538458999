// The lines hide the length from clang, limit the offset before it is added, and compare the very
// pointer that is read through. They become a patch only where the whole file shows that this
// pointer is checked on every way to what is read.
#include "rules/pitfalls/bounds-check-folded/rewrite.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/c_declaration.h"
#include "judge/c_statement.h"
#include "judge/rewrite.h"
#include "rules/pitfalls/bounds-check-folded/source_check.h"

namespace bpflens {
namespace {

constexpr std::string_view limit = "0x3fff";
constexpr std::string_view reason =
    "clang then cannot see that the pointer is the packet's end, so check and read stay what you "
    "wrote; packets longer than 16 KiB now go the way of those that are too short";

// The names that the new lines give.
struct NewNames {
  std::string offset, position;
};

std::string end_of(const SourceCheck& check) {
  return written(check.tree, without_casts(check.tree, check.end));
}

const CTerm& pointer_term(const SourceCheck& check) { return check.sum.terms[check.pointer]; }

// What the pointer is declared as: "u8 *" and the same with the blank that a name needs behind it.
struct PointerType {
  std::string type, before;
};

PointerType pointer_type(const SourceCheck& check) {
  const CText& text = check.text();
  const CTerm& term = pointer_term(check);
  const std::string unknown = "__typeof__(" + written(text, term.range) + ")";
  if (term.kind == CNodeKind::Name) {
    const std::string_view name = text.tokens[term.range.begin].text;
    const auto declared = declaration_of(text, check.function, name, term.range.begin);
    if (declared && !declared->is_array) return {declared->type, declared->before};
  }
  if (term.kind != CNodeKind::Member) return {"", unknown + " "};
  return {type_of_member(text, text.tokens[term.range.end - 1].text), unknown + " "};
}

bool is_farther(const GuardedAddress& a, const GuardedAddress& b) {
  return a.bytes && b.bytes && *a.bytes > *b.bytes;
}

// Does the program come to this place whenever it comes to the beginning of the block around it?
bool is_unconditional(const SourceCheck& check, size_t token) {
  constexpr std::array<std::string_view, 7> deciding{"if", "while", "for", "switch",
                                                     "?",  "&&",    "||"};
  const size_t begin = begin_of_statement(check.text(), check.function, token);
  for (size_t i = begin; i < token; i++)
    if (std::ranges::find(deciding, check.text().tokens[i].text) != deciding.end()) return false;
  return true;
}

// The one that is rejected, on its own line or, if a variable carries it there, any; and of those
// in the same block the farthest from the end, if all of them are accessed one after the other.
const GuardedAddress* decisive_one(const SourceCheck& check,
                                   const std::vector<GuardedAddress>& addresses,
                                   uint32_t read_line) {
  if (addresses.empty()) return nullptr;
  const CText& text = check.text();
  const auto block_of = [&](const GuardedAddress& one) {
    return block_around(text, check.function, one.address.range.begin).begin;
  };
  const CRange on_line = tokens_of_line(text, read_line);
  const auto read = std::ranges::find_if(
      addresses, [&](const GuardedAddress& one) { return on_line.has(one.address.range.begin); });
  const GuardedAddress* found = read == addresses.end() ? &addresses.front() : &*read;
  const size_t block = block_of(*found);
  for (const GuardedAddress& one : addresses)
    if (block_of(one) == block && is_farther(one, *found) &&
        is_unconditional(check, one.address.range.begin))
      found = &one;
  return found;
}

// Does the range that is checked for `rejected` hold this one, too?
bool covers(const GuardedAddress& rejected, const GuardedAddress& other) {
  if (rejected.bytes && other.bytes) return *other.bytes > 0 && *other.bytes <= *rejected.bytes;
  return rejected.distance == other.distance;
}

// "position", "*(position + 1)"
std::string new_address(const GuardedAddress& rejected, const GuardedAddress& one,
                        const std::string& position) {
  const int64_t more = rejected.bytes && one.bytes ? *rejected.bytes - *one.bytes : 0;
  const std::string& cast = one.address.sum.cast;
  std::string pointer = cast.empty() ? position : "(" + cast + ")" + position;
  if (more != 0) pointer += " + " + std::to_string(more);
  const bool is_plain = more == 0 && cast.empty();
  if (!is_plain) pointer = "(" + pointer + ")";
  return one.address.is_subscript ? "*" + pointer : pointer;
}

std::string new_comparison(const SourceCheck& check, const NewNames& names,
                           const std::string& distance) {
  const std::string end = written(check.tree, check.end);
  const std::string pointer = names.position + " + " + distance;
  if (check.fails)
    return names.offset + " > " + std::string(limit) + " || " + pointer + " > " + end;
  return names.offset + " <= " + std::string(limit) + " && " + pointer + " <= " + end;
}

std::vector<std::string> new_lines(const SourceCheck& check, const NewNames& names,
                                   const std::string& distance) {
  const std::string pointer = written(check.text(), pointer_term(check).range);
  return {
      "unsigned long " + names.offset + " = " + written_length(check) + ";",
      "asm volatile(\"\" : \"+r\"(" + names.offset + "));  // clang no longer knows that " +
          check.said + " is " + end_of(check),
      names.offset + " -= " + distance + ";",
      pointer_type(check).before + names.position + " = " + pointer + " + (" + names.offset +
          " & " + std::string(limit) + ");",
  };
}

CNodeIndex root_of(const CTree& tree, CNodeIndex node) {
  while (tree.at(node).parent != no_node) node = tree.at(node).parent;
  return node;
}

// The outcome of the condition with which the program comes to this token; nullopt: either.
std::optional<bool> outcome_before(const CText& text, const CIf& decided, size_t token) {
  if (decided.then_branch.has(token)) return true;
  if (decided.else_branch.has(token)) return false;
  if (token < decided.end) return std::nullopt;
  if (leaves(text, decided.then_branch)) return false;
  return leaves(text, decided.else_branch) ? std::optional(true) : std::nullopt;
}

bool is_checked_before(const SourceCheck& check, const CIf& decided, size_t token) {
  const CText& text = check.text();
  const CNodeIndex condition = root_of(check.tree, check.comparison);
  const CRange whole = check.tree.at(condition).range;
  if (whole.begin != decided.condition.begin || whole.end != decided.condition.end) return false;
  if (!block_around(text, check.function, decided.keyword).has(token)) return false;
  const auto outcome = outcome_before(text, decided, token);
  if (!outcome || has_label(text, {decided.then_branch.begin, token})) return false;
  const auto value = value_where(check.tree, check.comparison, condition, *outcome);
  if (!value || *value == check.fails) return false;
  return std::ranges::none_of(check.sum.terms, [&](const CTerm& term) {
    return is_written(text, {decided.condition.end, token}, term.range);
  });
}

// Is everything that the new lines take for granted visible in the file?
bool is_safe_patch(const SourceCheck& check, const GuardedAddress& rejected,
                   const std::vector<GuardedAddress>& addresses) {
  const CText& text = check.text();
  if (!text.file->whole) return false;
  if (!is_byte_pointer(text, pointer_type(check).type)) return false;
  const size_t comparison = check.tree.at(check.comparison).range.begin;
  const auto decided = if_deciding(text, check.function, comparison);
  if (!decided || !may_insert_before(text, decided->keyword)) return false;
  return std::ranges::all_of(addresses, [&](const GuardedAddress& one) {
    return covers(rejected, one) && is_checked_before(check, *decided, one.address.range.begin);
  });
}

// The one that the new lines go before; nullopt if nothing may stand there.
std::optional<size_t> statement_of(const SourceCheck& check) {
  constexpr std::array<std::string_view, 4> loops{"while", "for", "do", "switch"};
  const CText& text = check.text();
  const size_t comparison = check.tree.at(check.comparison).range.begin;
  const auto decided = if_deciding(text, check.function, comparison);
  const size_t begin =
      decided ? decided->keyword : begin_of_statement(text, check.function, comparison);
  if (std::ranges::find(loops, text.tokens[begin].text) != loops.end()) return std::nullopt;
  return may_insert_before(text, begin) ? std::optional(begin) : std::nullopt;
}

std::optional<Rewrite> rewrite_of(const SourceCheck& check, const FoldedStory& story,
                                  uint32_t read_line) {
  if (check.comparison == no_node) return std::nullopt;
  const CText& text = check.text();
  const std::string type = pointer_type(check).type;
  // The steps of other pointers are not bytes.
  if (!type.empty() && !is_byte_pointer(text, type)) return std::nullopt;
  const std::vector<GuardedAddress> addresses = guarded_addresses(check);
  const GuardedAddress* rejected = decisive_one(check, addresses, read_line);
  if (rejected == nullptr && story.read_offset >= 0) return std::nullopt;
  const std::string distance =
      rejected ? rejected->distance : std::to_string(-int64_t{story.read_offset});
  const auto statement = statement_of(check);
  if (!statement) return std::nullopt;
  const NewNames names{fresh_name(text, check.function, "offset"),
                       fresh_name(text, check.function, "position")};
  std::vector<Edit> edits{lines_before(text, *statement, new_lines(check, names, distance)),
                          replacement(text, check.tree.at(check.comparison).range,
                                      new_comparison(check, names, distance))};
  for (const GuardedAddress& one : addresses)
    if (covers(*rejected, one))
      edits.push_back(
          replacement(text, one.address.range, new_address(*rejected, one, names.position)));
  const bool is_patch = rejected && is_safe_patch(check, *rejected, addresses);
  Rewrite rewrite = rewrite_from(text, std::move(edits), is_patch);
  if (rejected == nullptr)
    rewrite.text += "// then read through " + names.position + ", " + distance +
                    (distance == "1" ? " byte" : " bytes") + " before " + end_of(check) + "\n";
  rewrite.reason = reason;
  return rewrite;
}

// Is this expression the beginning of the packet, or given as that?
bool is_packet_begin(const SourceCheck& check, const CTerm& pointer) {
  const CText& text = check.text();
  CRange value = pointer.range;
  if (pointer.kind == CNodeKind::Name)
    value = value_given(text, check.function, text.tokens[value.begin].text, value.begin);
  if (value.is_empty()) return false;
  const CTree tree = read_expressions(text, value);
  if (tree.roots.size() != 1) return false;
  const CNode& origin = tree.at(without_casts(tree, tree.roots[0]));
  return origin.kind == CNodeKind::Member && text.tokens[origin.range.end - 1].is("data");
}

// "size = data_end - data", as a declaration or an assignment before the check.
std::optional<ProofEvent> length_event(const SourceCheck& check) {
  const CText& text = check.text();
  if (!text.file->whole || check.comparison == no_node || check.sum.terms.size() != 2)
    return std::nullopt;
  const CTerm& length = check.sum.terms[1 - check.pointer];
  if (length.kind != CNodeKind::Name) return std::nullopt;
  const std::string name = written(text, length.range);
  const CRange value = value_given(text, check.function, name, length.range.begin);
  if (value.is_empty()) return std::nullopt;
  const CTree tree = read_expressions(text, value);
  if (tree.roots.size() != 1) return std::nullopt;
  CSum difference = sum_of(tree, tree.roots[0]);
  CSum wanted = sum_of(check.tree, check.end);
  wanted.terms.push_back(pointer_term(check));
  wanted.terms.back().is_subtracted = true;
  if (difference.constant != 0 || !have_same_terms(text, difference, wanted)) return std::nullopt;
  ProofEvent event;
  event.kind = ProofKind::Computed;
  const uint32_t line = text.tokens[value.begin].line;
  event.place.source = SourceSpan{text.file->path, line, 0, text.file->lines.at(line)};
  event.text = name + " is exactly " +
               (is_packet_begin(check, pointer_term(check))
                    ? "the packet length"
                    : "what lies between " + written(text, pointer_term(check).range) + " and " +
                          end_of(check));
  return event;
}

}  // namespace

std::optional<FoldedWords> words_of(const Evidence& seen, const FoldedStory& story) {
  const auto check_at = seen.source.find(story.check_insn);
  const auto read_at = seen.source.find(story.read_insn);
  if (!check_at) return std::nullopt;
  const bool is_same_file = read_at && read_at->file == check_at->file;
  const uint32_t read_line = is_same_file ? read_at->line : 0;
  const CText text = read_c(seen.source.files[check_at->file]);
  const auto check = source_check(text, check_at->line, read_line);
  if (!check) return std::nullopt;
  FoldedWords words;
  words.sum = check->said;
  if (check->end != no_node) words.end = end_of(*check);
  words.length = length_event(*check);
  words.rewrite = rewrite_of(*check, story, read_line);
  return words;
}

}  // namespace bpflens
