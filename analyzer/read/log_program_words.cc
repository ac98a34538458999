// What the verifier says between and behind its visits: its sentence, remarks, its own report,
// lines that nobody understands.
#include <algorithm>

#include "read/live_registers.h"
#include "read/loader_words.h"
#include "read/log_around.h"
#include "read/log_program.h"

namespace bpflens {
namespace {

constexpr size_t max_sentence_lines = 8;
constexpr size_t max_report_lines = 5'000;
constexpr size_t max_report_bytes = 2'000;
constexpr size_t max_unknown_samples = 20;
constexpr size_t max_remarks = 4;
constexpr size_t max_sample_bytes = 400;

// Words, and not what stands for lines that were left out: "......", "(12 line(s) omitted)".
bool is_worded(std::string_view line) {
  const char first = line.empty() ? '.' : line.front();
  const bool is_letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  return is_letter && line.find(' ') != std::string_view::npos;
}

}  // namespace

void ProgramReader::count_unknown(uint64_t number, std::string_view text) {
  ++capture_.unknown_lines;
  if (capture_.unknown_samples.size() < max_unknown_samples)
    capture_.unknown_samples.emplace_back(number, text.substr(0, max_sample_bytes));
}

void ProgramReader::keep_remark(std::string_view text) {
  std::vector<std::string>& remarks = capture_.remarks;
  while (text.ends_with(' ')) text.remove_suffix(1);
  const std::string remark(text.substr(0, max_sample_bytes));
  const bool is_new = std::find(remarks.begin(), remarks.end(), remark) == remarks.end();
  if (is_new && remarks.size() < max_remarks) remarks.push_back(remark);
}

// The verifier went on: what looked like its last word was not.
void ProgramReader::forget_sentence() {
  for (const auto& [number, text] : sentence_) {
    const std::string_view remark = passing_remark_in(text);
    if (!remark.empty()) keep_remark(remark);
    if (remark.size() != text.size()) count_unknown(number, text);
  }
  sentence_.clear();
  pasted_.clear();
  earlier_lines_ = 0;
  sentence_closed_ = false;
  detail_state_.clear();
}

// The verifier goes on to the first instruction: whatever it said before was a remark, even where
// nothing else of the log is here.
void ProgramReader::forget_words_before_entry() {
  for (size_t i = earlier_lines_; i < sentence_.size(); ++i) keep_remark(sentence_[i].second);
  forget_sentence();
}

bool ProgramReader::is_of_another_log(const LogLine& parsed) const {
  if (parsed.kind != LineKind::Insn || sentence_.empty()) return false;
  const bool has_sentence = std::any_of(sentence_.begin(), sentence_.end(), [](const auto& line) {
    return is_worded(line.second) && !may_be_passing_remark(line.second);
  });
  if (!has_sentence || !unit_is_open_ || announced_) return false;
  const PathBuilder& builder = units_.back().builder;
  return !builder.path().steps.empty() && !builder.is_successor_of_last(parsed.insn) &&
         !builder.may_resume_at(parsed.insn);
}

void ProgramReader::take_earlier(uint64_t number, std::string_view text) {
  sentence_.emplace_back(number, text);
  ++earlier_lines_;
}

// "(12 line(s) omitted)" stands among the lines as well.
bool ProgramReader::take_loader_line(const Line& line) {
  const std::string_view text = line.text;
  const bool is_remark = text.starts_with('(') && without_omission(text).empty();
  if (!is_remark && !is_loader_line(text)) return false;
  keep_line_before(loader_lines_, text);
  count_unknown(line.number, text);
  sentence_closed_ = sentence_closed_ || (!sentence_.empty() && !is_remark);
  return true;
}

// A paste may have a blank line before every line.
void ProgramReader::note_spacing(LineKind kind) {
  if (kind == LineKind::Blank) return;
  spaced_lines_ = before_ == LineKind::Blank ? spaced_lines_ + 1 : 0;
}

void ProgramReader::take_free(const Line& line, const LogLine& parsed) {
  if (parsed.kind == LineKind::Free && take_loader_line(line)) return;
  if (!report_.empty()) return take_report(line.text);
  if (in_live_table_) add_live_row(live_before_, line.text);
  if (in_table_ && may_be_passing_remark(line.text)) keep_remark(line.text);
  if (in_table_) return;
  if (parsed.kind == LineKind::Indented || parsed.kind == LineKind::MessageDetail) {
    bool belongs = parsed.kind == LineKind::MessageDetail && !sentence_.empty();
    if (!belongs) return count_unknown(line.number, line.text);
    if (!detail_state_.empty() || !unit_is_open_) return;
    detail_state_ = line.text.substr(line.text.find(':') + 1);
    detail_token_ = static_cast<uint32_t>(line.offset - units_.back().token_base);
    return;
  }
  if (sentence_closed_ || sentence_.size() >= max_sentence_lines)
    return count_unknown(line.number, line.text);
  if (is_cut_behind_remarks()) forget_sentence();
  sentence_.emplace_back(line.number, line.text);
}

// Remarks, then dots for the lines that somebody left out: what comes next is not said along with
// them.
bool ProgramReader::is_cut_behind_remarks() const {
  if (sentence_.empty() || is_worded(sentence_.back().second)) return false;
  return std::all_of(sentence_.begin(), sentence_.end(), [](const auto& line) {
    return !is_worded(line.second) || !passing_remark_in(line.second).empty();
  });
}

void ProgramReader::take_report(std::string_view text) {
  if (report_.size() < max_report_lines) report_.emplace_back(text.substr(0, max_report_bytes));
}

}  // namespace bpflens
