// Does every page of a message know its sentences where users meet them: in the real logs that it
// shows, and in a paste that is no more than the end of a log?
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "judge/match.h"
#include "message_samples.h"
#include "session/session.h"

namespace bpflens {
namespace {

struct RealLog {
  std::string source, text;
};

std::vector<RealLog> logs_of(const MessagePage& page) {
  constexpr std::string_view opening = "\n```log ", closing = "\n```\n";
  std::vector<RealLog> logs;
  for (size_t at = 0; (at = page.body.find(opening, at)) != std::string_view::npos;) {
    const size_t source = at + opening.size(), text = page.body.find('\n', source) + 1;
    at = page.body.find(closing, text - 1);
    REQUIRE(at != std::string_view::npos);
    logs.push_back({std::string(page.body.substr(source, text - 1 - source)),
                    std::string(page.body.substr(text, at + 1 - text))});
  }
  return logs;
}

std::vector<ProgramResult> explained(const std::string& text) {
  return explain(text_in_memory(text, "paste"));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Of one line a log's last two are the sentence and the count, of more the last two of the
// sentence.
std::string last_lines(std::vector<std::string> sentence, const MessagePage& page) {
  // Where the kernel looks at the program as a whole first, it has not come to any instruction.
  const std::string count = page.at_insn ? "12" : "0";
  if (sentence.size() == 1)
    sentence.push_back("processed " + count +
                       " insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 "
                       "mark_read 0");
  return joined({sentence.end() - 2, sentence.end()});
}

// A second line of any words is one that kernels say by itself, too.
std::vector<std::string> sentence_of(const MessagePattern& pattern) {
  Samples samples = plain;
  const std::string words = "max value is outside of the allowed memory range";
  if (pattern.shape.ends_with("\n{text}")) samples["text"] = "R5 " + words;
  if (pattern.shape.ends_with("\n{register} {text}")) samples["text"] = words;
  return sample_of(pattern.shape, samples);
}

void check_numbers(const Obligation& found, const Obligation& wanted) {
  // "R0 leaks addr as return value" has a register and no hole for it.
  if (!wanted.register_name.empty()) CHECK(found.register_name == wanted.register_name);
  CHECK(found.offset == wanted.offset);
  CHECK(found.size == wanted.size);
  CHECK(found.limit == wanted.limit);
  CHECK(found.least == wanted.least);
  CHECK(found.most == wanted.most);
  CHECK(found.found == wanted.found);
  // Of a helper that the kernel has no name for, the table has one.
  if (!wanted.helper || !wanted.name.empty()) CHECK(found.name == wanted.name);
  CHECK(found.helper == wanted.helper);
}

}  // namespace

TEST_CASE("every real log in a page leads to that page and no other") {
  size_t logs = 0;
  for (const MessagePage& page : message_pages())
    for (const RealLog& log : logs_of(page)) {
      INFO(page.slug << ": " << log.source << "\n" << log.text);
      const std::vector<ProgramResult> results = explained(log.text);
      REQUIRE(results.size() == 1);
      CHECK(results[0].message_id == page.id);
      logs++;
    }
  CHECK(logs > 0);
}

TEST_CASE("the end of every real log in a page leads to the page, too") {
  for (const MessagePage& page : message_pages())
    for (const RealLog& log : logs_of(page)) {
      const ProgramResult whole = explained(log.text).at(0);
      const std::vector<ProgramResult> results = explained(last_lines(whole.sentence, page));
      INFO(page.slug << ": " << log.source << "\n" << last_lines(whole.sentence, page));
      REQUIRE(results.size() == 1);
      CHECK(results[0].message_id == page.id);
    }
}

TEST_CASE("the last two lines of a log give the page, its numbers and what to send next") {
  for (const MessagePage& page : message_pages())
    for (const MessagePattern& pattern : page.patterns) {
      const std::vector<std::string> sentence = sentence_of(pattern);
      INFO(page.slug << ": " << joined(sentence));
      const auto wanted = match_message(sentence, message_pages());
      REQUIRE(wanted);
      const std::vector<ProgramResult> results = explained(last_lines(sentence, page));
      REQUIRE(results.size() == 1);
      REQUIRE(results[0].message_id == page.id);
      check_numbers(results[0].obligation, wanted->obligation);
      // Of a sentence about the program as a whole nothing is missing.
      REQUIRE((!results[0].whole_log.empty() || !page.at_insn));
      for (const WholeLog& way : results[0].whole_log) CHECK_FALSE(way.line.empty());
    }
}

}  // namespace bpflens
