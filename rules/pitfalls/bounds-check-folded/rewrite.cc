// The lines hide the length from clang, limit the offset before it is added, and compare the very
// pointer that is read through. They become a patch only where the whole file shows that this
// pointer is checked on every way to what is read. Where a name is unknown, they say so.
#include "rules/pitfalls/bounds-check-folded/rewrite.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/c_declaration.h"
#include "judge/c_statement.h"
#include "judge/rewrite.h"

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

// What the new lines speak of; where nobody knows, it says what belongs there.
struct LineWords {
  std::string pointer = "<your pointer>", length = "<your length>";
  std::string sum = pointer + " + " + length, end = "<your data_end>";
  std::string before = "unsigned char *";  // a new pointer, its type
};

std::vector<std::string> new_lines(const LineWords& words, const NewNames& names,
                                   const std::string& distance) {
  return {
      "unsigned long " + names.offset + " = " + words.length + ";",
      "asm volatile(\"\" : \"+r\"(" + names.offset + "));  // clang no longer knows that " +
          words.sum + " is " + words.end,
      names.offset + " -= " + distance + ";",
      words.before + names.position + " = " + words.pointer + " + (" + names.offset + " & " +
          std::string(limit) + ");",
  };
}

LineWords line_words(const SourceCheck& check, const std::string& end) {
  LineWords words;
  words.pointer = written(check.text(), pointer_term(check).range);
  words.length = written_length(check);
  words.sum = check.said;
  if (!end.empty()) words.end = end;
  words.before = pointer_type(check).before;
  return words;
}

std::string reading_line(const std::string& position, const std::string& distance,
                         const std::string& end) {
  return "// then read through " + position + ", " + distance +
         (distance == "1" ? " byte" : " bytes") + " before " + end + "\n";
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

// The steps of other pointers are not bytes.
bool has_other_steps(const SourceCheck& check) {
  const std::string type = pointer_type(check).type;
  return !type.empty() && !is_byte_pointer(check.text(), type);
}

// The user's lines, changed; nullopt where they do not show enough.
std::optional<Rewrite> changed_lines(const SourceCheck& check, const RejectedRead& read) {
  if (check.comparison == no_node || has_other_steps(check)) return std::nullopt;
  const CText& text = check.text();
  const std::vector<GuardedAddress> addresses = guarded_addresses(check);
  const GuardedAddress* rejected = decisive_one(check, addresses, read.line);
  if (rejected == nullptr && read.offset >= 0) return std::nullopt;
  const std::string distance =
      rejected ? rejected->distance : std::to_string(-int64_t{read.offset});
  const auto statement = statement_of(check);
  if (!statement) return std::nullopt;
  const NewNames names{fresh_name(text, check.function, "offset"),
                       fresh_name(text, check.function, "position")};
  std::vector<Edit> edits{
      lines_before(text, *statement, new_lines(line_words(check, end_of(check)), names, distance)),
      replacement(text, check.tree.at(check.comparison).range,
                  new_comparison(check, names, distance))};
  for (const GuardedAddress& one : addresses)
    if (covers(*rejected, one))
      edits.push_back(
          replacement(text, one.address.range, new_address(*rejected, one, names.position)));
  const bool is_patch = rejected && is_safe_patch(check, *rejected, addresses);
  Rewrite rewrite = rewrite_from(text, std::move(edits), is_patch);
  if (rejected == nullptr) rewrite.text += reading_line(names.position, distance, end_of(check));
  rewrite.reason = reason;
  return rewrite;
}

std::string known_distance(const SourceCheck* check, const RejectedRead& read) {
  if (read.offset < 0) return std::to_string(-int64_t{read.offset});
  if (check != nullptr) {
    const std::vector<GuardedAddress> addresses = guarded_addresses(*check);
    const GuardedAddress* rejected = decisive_one(*check, addresses, read.line);
    if (rejected) return rejected->distance;
  }
  return "<your number>";
}

// All that is changed in good.bpf.c, for the user to put in.
Rewrite lines_to_fill_in(const LineWords& words, const std::string& distance) {
  const NewNames names{"offset", "position"};
  Rewrite rewrite;
  for (const std::string& line : new_lines(words, names, distance)) rewrite.text += line + "\n";
  rewrite.text += "if (" + names.offset + " > " + std::string(limit) + " || " + names.position +
                  " + " + distance + " > " + words.end + ") return <your return value>;\n" +
                  reading_line(names.position, distance, words.end);
  rewrite.reason = reason;
  return rewrite;
}

}  // namespace

Rewrite rewrite_of(const SourceCheck* check, const RejectedRead& read, const std::string& end) {
  auto changed = check ? changed_lines(*check, read) : std::nullopt;
  if (changed) return std::move(*changed);
  const bool is_named = check && !has_other_steps(*check);
  return lines_to_fill_in(is_named ? line_words(*check, end) : LineWords(),
                          known_distance(check, read));
}

}  // namespace bpflens
