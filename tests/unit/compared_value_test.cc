// What does a compare compare, in the user's words? Only if the source leaves no doubt.
#include "judge/compared_value.h"

#include <string>
#include <vector>

#include "catch.h"
#include "unit/c_source.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

constexpr uint32_t compare_insn = 7;

// Of the compare on the line marked so.
std::string compared(SourceFile file, uint64_t constant) {
  const uint32_t line = line_with(file, "/* compare */");
  REQUIRE(line != 0);
  SourceView source{{std::move(file)}, {}};
  source.of_insn[compare_insn] = {0, line};
  const Trace trace = hand_built::rejected({}, {"no"});
  const Obligation obligation;
  const Replay replay(trace, 0);
  return compared_value({trace, 0, obligation, replay, source}, compare_insn, constant)
      .value_or("none");
}

struct Row {
  std::string line;
  uint64_t constant;
  std::string value;
};

}  // namespace

TEST_CASE("compared value: the side that is not the constant") {
  const std::vector<Row> rows{
      {"if (count < 1000) return 0;", 1000, "count"},
      {"if (count >= 1000) return 0;", 999, "count"},
      {"if (1000 > v->len) return 0;", 1000, "v->len"},
      {"while ((u32)rows[i] < 0x3e8) i++;", 1000, "rows[i]"},
      {"if (count < 1000 && count > 998) return 0;", 999, "count"},
      {"if (s < -5) return 0;", static_cast<uint64_t>(-5), "s"},
      // Another constant, none that is known, or more than a value.
      {"if (count < 500) return 0;", 1000, "none"},
      {"if (count < limit) return 0;", 1000, "none"},
      {"if (count + 2 < 1000) return 0;", 998, "none"},
      {"if (999 < 1000) return 0;", 1000, "none"},
      {"return count;", 1000, "none"},
      // Which of them?
      {"if (count < 1000 && size < 1001) return 0;", 1000, "none"},
      // No comparison of C.
      {"asm volatile(\"if %[a] < 1000 goto +1\" : : [a] \"r\"(count < 1000));", 1000, "none"},
      {"__asm__(\"\" : \"+r\"(count)); if (count < 1000) return 0;", 1000, "none"},
  };
  for (const auto& [line, constant, value] : rows) {
    INFO(line);
    CHECK(compared(lines_of_log({{3, line + " /* compare */"}}), constant) == value);
    const std::string body = "int f(u64 count) {\n  " + line + " /* compare */\n}\n";
    CHECK(compared(whole_file(body), constant) == value);
  }
}

TEST_CASE("compared value: conditions and asm statements of several lines") {
  const std::string condition =
      "int f(u64 count) {\n  if (!count /* compare */\n      || count < 1000)\n    return 0;\n}\n";
  CHECK(compared(whole_file(condition), 1000) == "count");
  CHECK(compared(lines_of_log({{2, "if (!count /* compare */"}, {3, "|| count < 1000)"}}), 1000) ==
        "none");
  const std::string assembly =
      "int f(u64 count) {\n  asm volatile(\"nop\"\n      : : \"r\"(count < 1000)); /* compare "
      "*/\n}\n";
  CHECK(compared(whole_file(assembly), 1000) == "none");
  const std::string behind =
      "int f(u64 count) {\n  asm(\"nop\");\n  if (count < 1000) /* compare */\n    return 0;\n}\n";
  CHECK(compared(whole_file(behind), 1000) == "count");
}

TEST_CASE("compared value: an instruction without a line") {
  const SourceView source;
  const Trace trace = hand_built::rejected({}, {"no"});
  const Obligation obligation;
  const Replay replay(trace, 0);
  CHECK(!compared_value({trace, 0, obligation, replay, source}, compare_insn, 1000));
}

}  // namespace bpflens
