#include "judge/cut.h"

#include "judge/match.h"

namespace bpflens {
namespace {

std::string left_out(uint64_t lines) {
  return "the loader left out " + std::to_string(lines) + (lines == 1 ? " line" : " lines") +
         " of the log";
}

std::string did_not_fit(const LoaderWords& said) {
  const std::string error = said.error.empty() ? "" : " (" + said.error + ")";
  return "the log did not fit into the loader's buffer" + error +
         ": that says nothing of the program itself";
}

// Of a line that ends with what may be any text, nobody can say that it is whole.
bool ends_with_fixed_text(const MessagePattern& pattern) { return !pattern.shape.ends_with('}'); }

bool is_whole(const std::vector<std::string>& sentence, Torn end,
              std::span<const MessagePage> pages) {
  const std::vector<std::string> last = {sentence.back()};
  auto match = match_message(last, pages);
  if (!match && sentence.size() > 1) match = match_message(sentence, pages);
  const bool is_known = match && (sentence.size() == 1 ||
                                  match->pattern->shape.find('\n') != std::string_view::npos ||
                                  match_message(last, pages));
  return is_known && (end == Torn::Maybe || ends_with_fixed_text(*match->pattern));
}

}  // namespace

bool is_cut(const Capture& capture) {
  return capture.cut != Cut::None || capture.middle_missing || capture.message_only ||
         capture.said.omitted_lines > 0 || capture.said.log_is_full;
}

std::vector<std::string> notes_of_cut(const Capture& capture, Said said) {
  std::vector<std::string> notes;
  const bool has_sentence = said != Said::Nothing;
  if (capture.message_only && said == Said::OfInsn)
    notes.emplace_back(
        "only the message is here: which instruction it is about, and how its values came about, "
        "stands in the lines above it");
  const bool has_lines = !capture.message_only;
  const bool no_head = has_lines && (capture.cut == Cut::Head || capture.cut == Cut::Both);
  const bool no_tail = has_lines && (capture.cut == Cut::Tail || capture.cut == Cut::Both);
  if (no_head)
    notes.emplace_back(
        "the beginning of the log is missing: what decides may stand there, and what is said below "
        "holds for the lines that are here");
  if (capture.middle_missing && !has_sentence)
    notes.emplace_back(
        "lines in the middle of the log are missing, and with them what the kernel says");
  if (capture.middle_missing && has_sentence)
    notes.emplace_back(
        "lines in the middle of the log are missing: what is said of the way to this instruction "
        "may leave out what decides");
  if (no_tail && has_sentence)
    notes.emplace_back("the end of the log is missing: the kernel may have said more");
  if (no_tail && !has_sentence)
    notes.emplace_back("the end of the log is missing, and with it what the kernel says");
  if (capture.said.log_is_full) notes.push_back(did_not_fit(capture.said));
  if (capture.said.omitted_lines > 0) notes.push_back(left_out(capture.said.omitted_lines));
  return notes;
}

std::vector<std::string> whole_lines(const std::vector<std::string>& sentence,
                                     const Capture& capture, std::span<const MessagePage> pages) {
  std::vector<std::string> lines = sentence;
  if (capture.end != Torn::No && !lines.empty() && !is_whole(lines, capture.end, pages))
    lines.pop_back();
  const bool may_begin_inside = capture.begins_with_sentence && !lines.empty();
  if (may_begin_inside && !match_message({&lines.front(), 1}, pages)) lines.erase(lines.begin());
  return lines;
}

}  // namespace bpflens
