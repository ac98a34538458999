// Data plus a length is data_end again if the length was given as data_end minus data. Of what a
// log prints only lines with instructions are known, so there the names must do.
#include "rules/pitfalls/bounds-check-folded/words.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "judge/c_declaration.h"
#include "judge/c_statement.h"
#include "rules/pitfalls/bounds-check-folded/rewrite.h"
#include "rules/pitfalls/bounds-check-folded/source_check.h"

namespace bpflens {
namespace {

// At a line, of which no instruction may be left.
ProofEvent event_in(const CText& text, size_t token, ProofKind kind) {
  ProofEvent event;
  event.kind = kind;
  const uint32_t line = text.tokens[token].line;
  event.place.source = SourceSpan{text.file->path, line, 0, text.file->lines.at(line)};
  return event;
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
  ProofEvent event = event_in(text, value.begin, ProofKind::Computed);
  event.text = name + " is exactly " +
               (is_packet_begin(check, pointer_term(check))
                    ? "the packet length"
                    : "what lies between " + written(text, pointer_term(check).range) + " and " +
                          end_of(check));
  return event;
}

CheckWords words_of_check(const SourceCheck& check) {
  CheckWords words;
  words.sum = check.said;
  words.length = written_length(check);
  if (check.end != no_node) words.end = end_of(check);
  words.length_from = length_event(check);
  return words;
}

// "*(data + size - 1)", "data[size - 1]"
std::string written_read(const SourceCheck& check, const GuardedAddress& address) {
  const CText& text = check.text();
  const CRange range = address.address.range;
  std::string said = written(text, range);
  if (address.address.is_subscript) return said;
  if (range.begin > 0 && text.tokens[range.begin - 1].is("*")) return "*" + said;
  return check.said + " - " + address.distance;
}

// Is this offset from data_end inside of what the address is the beginning of?
bool reads_from(const GuardedAddress& address, int32_t offset) {
  return offset < 0 && (!address.bytes || -*address.bytes <= offset);
}

std::optional<CheckWords> words_in_file(const CText& text, const RejectedRead& read) {
  for (const ReadCheck& one : checks_of_read(text, read.line)) {
    CheckWords words = words_of_check(one.check);
    if (!words.length_from || !reads_from(one.read, read.offset)) continue;
    words.read = written_read(one.check, one.read);
    words.removed =
        event_in(text, one.check.tree.at(one.check.comparison).range.begin, ProofKind::Missing);
    words.removed->text = "clang removed this check: " + words.sum + " is " + words.end +
                          ", which it would compare with itself";
    words.rewrite = rewrite_of(&one.check, read, words.end);
    return words;
  }
  return std::nullopt;
}

// The name that is given ctx->data_end and nothing else on this line.
std::string name_of_end(const CText& text, uint32_t line) {
  const CTree tree = read_expressions(text, tokens_of_line(text, line));
  for (const CNode& node : tree.nodes) {
    if (node.kind != CNodeKind::Assign || node.op != "=" || node.right == no_node) continue;
    const CNode& value = tree.at(without_casts(tree, node.right));
    const bool is_end = value.kind == CNodeKind::Member && !value.range.is_empty() &&
                        text.tokens[value.range.end - 1].is("data_end");
    const CRange left = tree.at(node.left).range;
    if (!is_end || left.is_empty() || tree.at(node.left).kind == CNodeKind::Member) continue;
    if (text.tokens[left.end - 1].is_name()) return written(text, {left.end - 1, left.end});
  }
  return "";
}

bool holds_name(const CText& text, CRange range, std::string_view name) {
  return std::any_of(text.tokens.begin() + static_cast<ptrdiff_t>(range.begin),
                     text.tokens.begin() + static_cast<ptrdiff_t>(range.end),
                     [&](const CToken& token) { return token.is(name); });
}

// Does a term of the sum hold data_end itself, or a value that is only that?
bool names_end(const SourceCheck& check, std::string_view end) {
  const CText& text = check.text();
  return std::ranges::any_of(check.sum.terms, [&](const CTerm& term) {
    if (holds_name(text, term.range, end) || holds_name(text, term.range, "data_end")) return true;
    if (term.kind != CNodeKind::Name) return false;
    const CRange value =
        value_given(text, check.function, text.tokens[term.range.begin].text, term.range.begin);
    if (value.is_empty()) return false;
    const CTree tree = read_expressions(text, value);
    return tree.roots.size() == 1 && written(tree, without_casts(tree, tree.roots[0])) == end;
  });
}

bool is_plain(const CTerm& term) {
  return !term.is_subtracted && (term.kind == CNodeKind::Name || term.kind == CNodeKind::Member);
}

// The name of data_end may be that of a caller: it tells what the address is not, and is not shown.
std::optional<CheckWords> words_in_log(const CText& text, const RejectedRead& read,
                                       const std::string& end) {
  const auto check = sum_read_on(text, read.line);
  if (end.empty() || !check || check->sum.terms.size() != 2) return std::nullopt;
  if (!std::ranges::all_of(check->sum.terms, is_plain) || names_end(*check, end))
    return std::nullopt;
  const CRange on_line = tokens_of_line(text, read.line);
  for (const GuardedAddress& address : guarded_addresses(*check)) {
    const bool is_read =
        on_line.has(address.address.range.begin) && address.bytes && -*address.bytes == read.offset;
    if (!is_read) continue;
    CheckWords words = words_of_check(*check);
    words.read = written_read(*check, address);
    words.guess = words.length + " is data_end - " + written(text, pointer_term(*check).range);
    words.rewrite = rewrite_of(&*check, read, "");
    return words;
  }
  return std::nullopt;
}

}  // namespace

std::optional<CheckWords> words_of_folded(const Evidence& seen, const FoldedStory& story) {
  const auto check_at = seen.source.find(story.check_insn);
  const auto read_at = seen.source.find(story.read_insn);
  if (!check_at) return std::nullopt;
  const bool is_same_file = read_at && read_at->file == check_at->file;
  const RejectedRead read{is_same_file ? read_at->line : 0, story.read_offset};
  const CText text = read_c(seen.source.files[check_at->file]);
  const auto check = source_check(text, check_at->line, read.line);
  if (!check) return std::nullopt;
  CheckWords words = words_of_check(*check);
  words.rewrite = rewrite_of(&*check, read, words.end);
  return words;
}

std::optional<CheckWords> words_of_removed(const Evidence& seen, const RemovedStory& story) {
  const auto read_at = seen.source.find(story.read_insn);
  if (!read_at || story.read_offset >= 0) return std::nullopt;
  const SourceFile& file = seen.source.files[read_at->file];
  const CText text = read_c(file);
  const RejectedRead read{read_at->line, story.read_offset};
  if (file.whole) return words_in_file(text, read);
  const auto load_at = story.load_insn ? seen.source.find(*story.load_insn) : std::nullopt;
  if (!load_at || load_at->file != read_at->file || story.is_end_compared) return std::nullopt;
  return words_in_log(text, read, name_of_end(text, load_at->line));
}

}  // namespace bpflens
