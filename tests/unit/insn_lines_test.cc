// Lines that are known are classified as if they were read for the first time.
#include "read/insn_lines.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

std::string words_of(const LogLine& line) {
  std::string words = std::to_string(static_cast<int>(line.kind));
  for (const uint32_t number : {line.insn, line.target, uint32_t{line.code}})
    words += " " + std::to_string(number);
  for (const bool flag : {line.has_code, line.glued, line.speculative}) words += flag ? "+" : "-";
  for (const std::string_view text : {line.text, line.message, line.state})
    words += "|" + std::string(text);
  return words;
}

// The first of `lines` that is read otherwise after all those before it; empty if none.
std::string misread(const std::vector<std::string>& lines) {
  InsnLines known;
  for (const std::string& line : lines)
    if (words_of(known.classify(line)) != words_of(classify_line(line))) return line;
  return "";
}

std::vector<std::string> lines_below(const std::string& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    for (std::string line; std::getline(file, line);) lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a known instruction is followed by its own state") {
  CHECK(misread({"2: (07) r6 += 1      ; R6=1", "2: (07) r6 += 1      ; R6=2",
                 "2: (07) r6 += 1      ;", "2: (07) r6 += 1", "2: (07) r6 += 1"})
            .empty());
}

TEST_CASE("what differs behind a known beginning is seen") {
  const std::string known = "2: (25) if r6 > 0x5 goto pc+4";
  CHECK(misread({known, known + "  ; R6=1", known, known + " 7: R1=ctx() R10=fp0",
                 known + "  ; R6=1 7: R1=ctx()", known + " R6 !read_ok", known + ": R6 !read_ok",
                 "2: (25) if r6 > 0x5 goto pc+44", "3: (25) if r6 > 0x5 goto pc+4", known})
            .empty());
}

TEST_CASE("no number, opcode or end is taken for another one") {
  CHECK(misread({"", "7", "7:", "7: ", "7: (", "7: (95) exit", "7: (95) exit ", "07: (95) exit",
                 "4294967296: (95) exit", "4294967303: (95) exit", "7: (zz) exit", "7: (95)"})
            .empty());
}

TEST_CASE("every line of the logs in the clone is read alike, also the second time") {
  std::vector<std::string> lines = lines_below(BPFLENS_SOURCE_DIR "/testdata");
  REQUIRE(lines.size() > 10'000);
  lines.insert(lines.end(), lines.begin(), lines.end());
  CHECK(misread(lines).empty());
}
