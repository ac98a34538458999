// Looks at the first byte, then at fixed words; no regular expression, since a log has millions of
// lines.
#include "read/log_line.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "read/loader_words.h"

namespace bpflens {
namespace {

struct Prefix {
  std::string_view words;
  LineKind kind;
};

constexpr Prefix prefixes[] = {
    {"func#", LineKind::Function},
    {"Func#", LineKind::FunctionDone},
    {"caller:", LineKind::Caller},
    {"callee:", LineKind::Callee},
    {"returning from callee:", LineKind::Returning},
    {"to caller at ", LineKind::ToCaller},
    {"mark_precise: ", LineKind::Precision},
    {"force_precise: ", LineKind::Precision},
    {"last_idx ", LineKind::Precision},
    {"regs=", LineKind::Precision},
    {"parent didn't have regs=", LineKind::Precision},
    {"parent already had regs=", LineKind::Precision},
    {"propagating ", LineKind::Precision},
    {"frame ", LineKind::Precision},  // "frame 0: propagating r6"
    {"SCC ", LineKind::Info},
    {"Live regs before insn:", LineKind::TableHeader},
    {"topo_order[", LineKind::TableHeader},
    {"subprog#", LineKind::TableHeader},
    {"stack use/def ", LineKind::TableHeader},
    {"arg JOIN insn ", LineKind::Info},
    {"mark_reg_known_zero(", LineKind::Info},
    {"mark_reg_not_init(", LineKind::Info},
    {"mark_reg_unknown(", LineKind::Info},
    {"trace type programs with run-time allocated hash maps are unsafe", LineKind::Info},
    {"Cannot find btf of tracepoint template", LineKind::Info},
    {"marking pointer arg", LineKind::Info},
    {"signature verification passed", LineKind::Info},
    {"cur state:", LineKind::MessageDetail},
    {"old state:", LineKind::MessageDetail},
    {"verification time ", LineKind::Stats},
    {"stack depth ", LineKind::Stats},
    {"insns processed ", LineKind::Stats},
    {"subprog ", LineKind::Stats},
    {"processed ", LineKind::LastStats},
    {"Verification failed: ", LineKind::Report},
    {"-- BEGIN PROG LOAD LOG --", LineKind::Begin},
    {"-- BEGIN DUMP LOG ---", LineKind::Begin},
    {"-- END PROG LOAD LOG --", LineKind::End},
    {"-- END LOG --", LineKind::End},
};

// Takes a decimal number from the front; nullopt (and nothing taken) if there is none.
std::optional<uint32_t> take_number(std::string_view& text) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// "R0_w=inv2", the first word of a state whose leading blank a web form took away.
bool starts_register(std::string_view text) {
  size_t at = 1;
  while (at < text.size() && at < 3 && text[at] >= '0' && text[at] <= '9') ++at;
  if (at == 1 || at >= text.size()) return false;
  if (text[at] == '_') at = text.find_first_not_of("rwD", at + 1);
  return at < text.size() && text[at] == '=';
}

bool starts_state(std::string_view text) {
  if (text.size() < 3 || text[0] != ' ') return false;
  std::string_view rest = text.substr(1);
  if (rest[0] == 'R') return rest[1] >= '0' && rest[1] <= '9';
  return rest.starts_with("fp-") || rest.starts_with("frame") || rest.starts_with("refs=");
}

// " 7: R1=ctx()" inside an instruction's line: where the branch that it pushed went on.
size_t find_glued_state(std::string_view text) {
  for (size_t at = text.find(": "); at != std::string_view::npos; at = text.find(": ", at + 1)) {
    size_t digits = at;
    while (digits > 0 && text[digits - 1] >= '0' && text[digits - 1] <= '9') --digits;
    if (digits == at || digits == 0 || text[digits - 1] != ' ') continue;
    if (starts_state(text.substr(at + 1))) return digits - 1;
  }
  return std::string_view::npos;
}

std::string_view without_trailing_blanks(std::string_view text) {
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Length of the instruction itself where something may stand behind it without a line end: at
// level 1 the log is cut back to just behind a jump or call when its other side is walked.
size_t length_of_pushing_insn(std::string_view text) {
  size_t end = std::string_view::npos;
  if (text.starts_with("if ") || text.starts_with("may_goto ")) {
    size_t jump = text.find("goto pc");
    if (jump != std::string_view::npos) end = jump + 8;
  } else if (text.starts_with("call ")) {
    size_t hash = text.find('#');
    if (hash != std::string_view::npos) end = hash + 1;
  }
  if (end == std::string_view::npos) return text.size();
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return std::min(end, text.size());
}

// Loaders that join the last lines of a log put ": " between them; no instruction holds that.
bool split_joined_message(LogLine& line) {
  size_t at = line.text.find(": ");
  if (at == std::string_view::npos) return false;
  line.message = without_omission(line.text.substr(at + 2));
  line.text = line.text.substr(0, at);
  return true;
}

void split_glued_message(LogLine& line) {
  if (split_joined_message(line)) return;
  size_t length = length_of_pushing_insn(line.text);
  if (length >= line.text.size() || line.text[length] != ' ') return;
  line.message = line.text.substr(length + 1);
  line.text = line.text.substr(0, length);
}

// `rest` stands behind "12: (bf) ".
void split_insn_text(std::string_view rest, LogLine& line) {
  size_t glued = find_glued_state(rest);
  if (glued != std::string_view::npos) {
    std::string_view tail = rest.substr(glued + 1);
    line.target = take_number(tail).value_or(0);
    line.glued = true;
    line.state = tail.substr(1);
    rest = rest.substr(0, glued);
  }
  size_t semicolon = rest.find(" ;");
  // Some editors make tabs of the blanks that fill the column.
  if (semicolon == std::string_view::npos) semicolon = rest.find("\t;");
  if (semicolon != std::string_view::npos) {
    if (!line.glued) line.state = rest.substr(semicolon + 2);
    rest = rest.substr(0, semicolon);
  }
  line.text = without_trailing_blanks(rest);
  split_glued_message(line);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// "(bf) " -> 0xbf
std::optional<uint8_t> take_opcode(std::string_view& text) {
  if (text.size() < 5 || text[0] != '(' || text[3] != ')' || text[4] != ' ') return std::nullopt;
  int high = hex_digit(text[1]), low = hex_digit(text[2]);
  if (high < 0 || low < 0) return std::nullopt;
  text.remove_prefix(5);
  return static_cast<uint8_t>(high * 16 + low);
}

LogLine numbered_line(std::string_view text) {
  LogLine line;
  std::string_view rest = text;
  std::optional<uint32_t> number = take_number(rest);
  if (!number || !take(rest, ":")) return line;
  line.insn = *number;
  if (starts_state(rest) || rest.empty() || rest == " ") {
    line.kind = LineKind::State;
    line.state = rest;
  } else if (rest == " safe") {
    line.kind = LineKind::Safe;
  } else if (take(rest, " ")) {
    std::optional<uint8_t> code = take_opcode(rest);
    bool is_replaced = rest.starts_with("<invalid ") || rest.starts_with("BUG_");
    if (!code && !is_replaced) return line;
    line.kind = LineKind::Insn;
    line.has_code = code.has_value();
    line.code = code.value_or(0);
    split_insn_text(rest, line);
  }
  return line;
}

LogLine from_line(std::string_view text) {
  LogLine line;
  if (!take(text, "from ")) return line;
  std::optional<uint32_t> from = take_number(text);
  if (!from || !take(text, " to ")) return line;
  std::optional<uint32_t> to = take_number(text);
  if (!to) return line;
  line.speculative = take(text, " (speculative execution)");
  if (!take(text, ":")) return line;
  line.insn = *from;
  line.target = *to;
  line.kind = text == " safe" ? LineKind::FromSafe : LineKind::From;
  if (line.kind == LineKind::From) line.state = text;
  return line;
}

LogLine worded_line(std::string_view text) {
  LogLine line;
  std::string_view body = text;
  // The loader's marks stand behind its own prefix: "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --".
  size_t mark = text.find("-- ");
  if (text.starts_with("libbpf: ") && mark != std::string_view::npos) body = text.substr(mark);
  for (const Prefix& prefix : prefixes) {
    if (!body.starts_with(prefix.words)) continue;
    line.kind = prefix.kind;
    break;
  }
  if (line.kind == LineKind::Precision && body.starts_with("frame ") &&
      body.find("propagating") == std::string_view::npos)
    line.kind = LineKind::Free;
  if (line.kind == LineKind::Stats && body.find(" exceeds ") != std::string_view::npos)
    line.kind = LineKind::Free;  // "stack depth 600 exceeds interpreter stack depth limit"
  if (line.kind == LineKind::LastStats && (body.size() < 11 || body[10] < '0' || body[10] > '9'))
    line.kind = LineKind::Free;
  if (body.starts_with("Validating ")) {
    size_t parenthesis = body.find("() func#");
    if (parenthesis == std::string_view::npos) return line;
    line.kind = LineKind::Validating;
    line.text = body.substr(11, parenthesis - 11);
  }
  return line;
}

// 6.18 and 6.19: "(0) frame 0 insn 32 +live -8,-16" and "(0) live stack update done in 2
// iterations".
bool is_stack_liveness_remark(std::string_view text) {
  size_t closed = text.starts_with('(') ? text.find(") ") : text.npos;
  if (closed == text.npos) return false;
  std::string_view words = text.substr(closed + 2);
  return words.starts_with("live stack update done in ") ||
         (words.starts_with("frame ") && words.find(" insn ") != words.npos);
}

bool is_loop_limit_remark(std::string_view text) {
  return text.starts_with("frame") && text.ends_with(" bpf_loop iteration limit reached");
}

// "load program: permission denied: 9: (79) r3 = *(u64 *)(r1 +16): R1 invalid mem access 'scalar'"
LogLine joined_line(std::string_view text) {
  for (size_t at = text.find(": "); at != std::string_view::npos; at = text.find(": ", at + 1)) {
    std::string_view tail = text.substr(at + 2);
    if (!looks_like_insn_row(tail)) continue;
    LogLine line = numbered_line(tail);
    if (line.kind != LineKind::Insn || line.message.empty()) continue;
    line.joined = true;
    return line;
  }
  return {};
}

// "func 'f' arg0 has btf_id 5 type STRUCT 's'", said of each argument that a program reads.
bool is_argument_remark(std::string_view text) {
  return text.starts_with("func '") && text.find(" has btf_id ") != std::string_view::npos;
}

bool is_remark(std::string_view text) {
  return is_loop_limit_remark(text) || is_stack_liveness_remark(text) || is_argument_remark(text);
}

}  // namespace

constexpr std::string_view remark_beginnings[] = {"arg#", "Global function ", "Unrecognized arg#",
                                                  "reg type unsupported for arg#"};

bool may_be_passing_remark(std::string_view text) {
  bool is_argument_check = text.starts_with('R') && (text.ends_with(" is not a scalar") ||
                                                     text.ends_with(" is not a pointer"));
  return is_argument_check ||
         std::any_of(std::begin(remark_beginnings), std::end(remark_beginnings),
                     [&](std::string_view words) { return text.starts_with(words); });
}

std::string_view passing_remark_in(std::string_view line) {
  if (may_be_passing_remark(line)) return line;
  for (const std::string_view words : remark_beginnings) {
    const size_t at = line.find(words);
    if (at == std::string_view::npos) continue;
    const char before = line[at - 1];
    const bool is_word = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
    if (!is_word) return line.substr(at);
  }
  return {};
}

namespace {

// What a logger puts before a line ends with a mark or a blank.
bool may_be_sentence(std::string_view text) {
  const auto is_end = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ')' ||
           c == '\'';
  };
  const bool is_in_quotes = std::count(text.begin(), text.end(), '\'') % 2 != 0;
  return text.size() > 1 && is_end(text.back()) && is_end(text[text.size() - 2]) && !is_in_quotes &&
         text.find(' ') != std::string_view::npos;
}

// Some sentences end without a line end: "... for tail callprocessed 4 insns (limit 1000000)".
void split_glued_stats(std::string_view text, LogLine& line) {
  constexpr Prefix endings[] = {{"verification time ", LineKind::Stats},
                                {"processed ", LineKind::LastStats}};
  for (const Prefix& ending : endings) {
    size_t at = text.find(ending.words);
    if (at == std::string_view::npos || !may_be_sentence(text.substr(0, at))) continue;
    std::string_view rest = text.substr(at);
    std::string_view behind = rest.substr(ending.words.size());
    if (!take_number(behind)) continue;
    if (!behind.starts_with(" usec") && !behind.starts_with(" insns (limit ")) continue;
    line.kind = ending.kind;
    line.message = text.substr(0, at);
    line.text = rest;
    return;
  }
}

}  // namespace

bool looks_like_insn_row(std::string_view line) {
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  std::optional<uint32_t> number = take_number(line);
  return number && take(line, ": ") && take_opcode(line);
}

LogLine classify_line(std::string_view text) {
  text = without_trailing_blanks(text);
  LogLine line;
  line.kind = LineKind::Blank;
  if (text.empty()) return line;
  char first = text.front();
  if (first >= '0' && first <= '9') {
    line = numbered_line(text);
    return line.kind == LineKind::Free ? joined_line(text) : line;
  }
  if (first == ';') {
    line.kind = LineKind::Source;
    line.text = text.substr(1);
    return line;
  }
  if (first == ' ') {
    line.kind = starts_state(text) ? LineKind::BareState : LineKind::Indented;
    if (line.kind == LineKind::BareState) line.state = text;
    return line;
  }
  if (first == 'R' && starts_register(text)) {
    line.kind = LineKind::BareState;
    line.state = text;
    return line;
  }
  if (first == 'f') {
    line = from_line(text);
    if (line.kind != LineKind::Free) return line;
  }
  line = worded_line(text);
  if (line.kind == LineKind::Free && is_remark(text)) line.kind = LineKind::Info;
  if (line.kind == LineKind::Stats || line.kind == LineKind::LastStats) line.text = text;
  if (line.kind == LineKind::Free) split_glued_stats(text, line);
  return line.kind == LineKind::Free ? joined_line(text) : line;
}

}  // namespace bpflens
