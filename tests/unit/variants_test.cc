// Does each pitfall lead in programs that nobody had in mind when its rule was written, and not in
// those that only look alike? Reads the tables that tests/variants/make writes beside its logs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "read/source_tree.h"
#include "session/session.h"
#include "unit/explained_log.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

const fs::path source = BPFLENS_SOURCE_DIR;
const fs::path logs = source / "testdata/variants", programs = source / "tests/variants";

using Words = std::vector<std::string>;

Words split(const std::string& text, char separator) {
  Words parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  INFO(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A row of expected.tsv, with the log's folder and its program.
struct Row {
  std::string slug, log, rule;
  std::vector<uint32_t> check_lines, use_lines;
  Words names;
  std::string known_wrong;
  Words program;  // its lines
};

std::vector<uint32_t> numbers(const std::string& list) {
  std::vector<uint32_t> result;
  for (const std::string& number : split(list, ','))
    result.push_back(static_cast<uint32_t>(std::stoul(number)));
  return result;
}

std::string name_of_variant(const std::string& log) { return log.substr(0, log.find(".clang")); }

fs::path program_of(const std::string& slug, const std::string& log) {
  return programs / slug / (name_of_variant(log) + ".bpf.c");
}

std::vector<Row> rows_of(const fs::path& folder) {
  std::vector<Row> rows;
  const std::string slug = folder.filename().string();
  const Words lines = split(contents(folder / "expected.tsv"), '\n');
  for (const std::string& line : lines | std::views::drop(1)) {
    Words cells = split(line, '\t');
    cells.resize(6);
    rows.push_back({slug, cells[0], cells[1], numbers(cells[2]), numbers(cells[3]),
                    split(cells[4], ','), cells[5],
                    split(contents(program_of(slug, cells[0])), '\n')});
  }
  return rows;
}

std::vector<Row> all_rows_of_all_slugs() {
  std::vector<Row> rows;
  for (const auto& entry : fs::directory_iterator(logs))
    for (Row& row : rows_of(entry.path())) rows.push_back(std::move(row));
  return rows;
}

ProgramResult explained(const Row& row, const FindSources& find_sources = {}) {
  const fs::path path = logs / row.slug / row.log;
  std::vector<ProgramResult> results =
      explain(text_in_memory(contents(path), row.log), find_sources);
  INFO(path);
  REQUIRE(results.size() == 1);
  return results[0];
}

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t");
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// To 6.9 a log prints no numbers: then the line itself must be the same.
bool is_on(const Place& place, const std::vector<uint32_t>& lines, const Row& row) {
  if (!place.source) return false;
  return std::ranges::any_of(lines, [&](uint32_t line) {
    if (place.source->line != 0) return place.source->line == line;
    return trimmed(place.source->text) == trimmed(row.program.at(line - 1));
  });
}

bool tells_of_check(const Finding& finding, const Row& row) {
  if (is_on(finding.location, row.check_lines, row)) return true;
  return std::ranges::any_of(finding.proof, [&](const ProofEvent& event) {
    return is_on(event.place, row.check_lines, row);
  });
}

std::string words_of(const Finding& finding) {
  std::string words = finding.message;
  for (const ProofEvent& event : finding.proof) words += "\n" + event.text;
  for (const Rewrite& rewrite : finding.rewrites) words += "\n" + rewrite.text;
  return words;
}

bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
         (byte >= '0' && byte <= '9');
}

bool holds_word(const std::string& text, const std::string& word) {
  for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool begins = at == 0 || !is_word_byte(text[at - 1]);
    if (begins && (end == text.size() || !is_word_byte(text[end]))) return true;
  }
  return false;
}

// Is the row wrong even with the source at hand? "log alone: ..." is not.
bool is_wrong_with_source(const Row& row) {
  return !row.known_wrong.empty() && !row.known_wrong.starts_with("log alone: ");
}

// "MEM_BOUNDS source_bug", as the program says in `/* labels: ... */`; empty if it does not.
std::string labels_of(const Row& row) {
  const std::string mark = "/* labels: ";
  for (const std::string& line : row.program) {
    const size_t begin = line.find(mark), end = line.find(" */", begin);
    if (begin != std::string::npos && end != std::string::npos)
      return line.substr(begin + mark.size(), end - begin - mark.size());
  }
  return "";
}

// What is wrong with the answer to a log that should lead to its pitfall.
Words objections_to_finding(const Finding& finding, const Row& row) {
  Words found;
  if (finding.rule != row.rule) return {"leads to " + finding.rule};
  if (!tells_of_check(finding, row)) found.push_back("no event at the check");
  if (!is_on(finding.location, row.use_lines, row)) found.push_back("not at the use");
  const std::string labels = labels_of(row), told = finding.mechanism + " " + finding.layer;
  if (!labels.empty() && labels != told) found.push_back("labels " + told);
  const std::string words = words_of(finding);
  for (const std::string& name : row.names)
    if (!holds_word(words, name)) found.push_back("no word " + name);
  return found;
}

Words objections_to(const Row& row, const FindSources& find_sources = {}) {
  const ProgramResult result = explained(row, find_sources);
  const bool is_near = row.rule == "none";
  if (is_near && result.sentence.empty()) return {};
  if (result.findings.empty()) return {"no finding"};
  const Finding& leading = result.findings[0];
  if (!is_near) return objections_to_finding(leading, row);
  return leading.slug == row.slug ? Words{"leads to " + leading.rule} : Words{};
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

std::vector<uint32_t> marked_lines(const Row& row, const std::string& mark) {
  std::vector<uint32_t> lines;
  for (uint32_t line = 1; line <= row.program.size(); line++)
    if (row.program[line - 1].find(mark) != std::string::npos) lines.push_back(line);
  return lines;
}

std::string story_of_load(const Row& row) {
  const ProgramResult result = explained(row);
  return result.sentence.empty() ? "" : whole_story(result.findings.at(0));
}

}  // namespace

TEST_CASE("variants: each leads to its pitfall, at the right lines, with the right names") {
  for (const Row& row : all_rows_of_all_slugs()) {
    const Words found = objections_to(row);
    INFO(row.slug << "/" << row.log << ": " << joined(found));
    INFO("known: " << row.known_wrong);
    CHECK(found.empty() == row.known_wrong.empty());
  }
}

TEST_CASE("variants: with the sources of all variants at hand, each story is about its own file") {
  for (const Row& row : all_rows_of_all_slugs()) {
    if (is_wrong_with_source(row)) continue;
    const auto sources = sources_below((programs / row.slug).string());
    REQUIRE(sources);
    const Words found = objections_to(row, sources.value());
    INFO(row.slug << "/" << row.log << ": " << joined(found));
    CHECK(found.empty());
    if (row.rule == "none") continue;
    const ProgramResult result = explained(row, sources.value());
    const auto& place = result.findings.at(0).location.source;
    REQUIRE(place);
    CHECK(place->file == name_of_variant(row.log) + ".bpf.c");
    CHECK(place->line != 0);
  }
}

TEST_CASE("variants: both levels of a load tell the same story") {
  for (Row& row : all_rows_of_all_slugs()) {
    const size_t level = row.log.find("level1");
    if (level == std::string::npos || is_wrong_with_source(row)) continue;
    INFO(row.slug << "/" << row.log);
    const std::string at_level1 = story_of_load(row);
    row.log.replace(level, 6, "level2");
    CHECK(at_level1 == story_of_load(row));
  }
}

TEST_CASE("variants: the tables were made from the programs as they are now") {
  std::set<std::string> with_logs;
  for (const Row& row : all_rows_of_all_slugs()) {
    INFO(row.slug << "/" << row.log);
    with_logs.insert(program_of(row.slug, row.log).string());
    if (row.rule == "none") continue;
    CHECK(marked_lines(row, "/* check */") == row.check_lines);
    CHECK(marked_lines(row, "/* use */") == row.use_lines);
  }
  for (const auto& entry : fs::recursive_directory_iterator(programs)) {
    INFO(entry.path());
    CHECK((entry.path().extension() != ".c" || with_logs.contains(entry.path().string())));
  }
}

TEST_CASE("variants: at least eight of each pitfall, and five near misses") {
  for (const auto& entry : fs::directory_iterator(logs)) {
    std::map<bool, std::set<std::string>> names;  // by whether they only look alike
    for (const Row& row : rows_of(entry.path()))
      if (row.known_wrong.empty()) names[row.rule == "none"].insert(name_of_variant(row.log));
    INFO(entry.path());
    CHECK(names[false].size() >= 8);
    CHECK(names[true].size() >= 5);
  }
}

}  // namespace bpflens
