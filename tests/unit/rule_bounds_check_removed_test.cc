// When does bounds-check-folded fire although clang has left no compare? Where the user's lines
// show that the address is data_end again, and not where the user reads through data_end.
#include <string>
#include <vector>

#include "catch.h"
#include "unit/c_source.h"
#include "unit/folded_check.h"

namespace bpflens {
namespace {

using namespace folded_check;

// No compare is left of the line marked "check".
Trace removed(const SourceFile& file, int32_t offset = -1) {
  std::vector<Step> steps{step(1, load(1, 1, data_end), {end_in(1)}),
                          step(2, load(0, 1, offset, 1))};
  steps[0].source = span_of(file, line_with(file, "->data_end"));
  steps[1].source = span_of(file, line_with(file, "/* use */"));
  return rejected(std::move(steps), {read_through_end});
}

Finding found_without_check(const SourceFile& file, int32_t offset = -1) {
  return leading(removed(file, offset),
                 [&](std::span<const SourceSpan>) { return std::vector{file}; });
}

bool is_folded(const Finding& finding) { return finding.slug == "bounds-check-folded"; }

}  // namespace

TEST_CASE("bounds-check-folded: clang removed the check, and the whole file has it") {
  const SourceFile file =
      whole_file(in_function("\tif (data + size > data_end) /* check */\n\t\treturn 1;\n"
                             "\tu16 x = *(u16 *)(data + size - 4); /* use */\n\treturn x;\n"));
  const Finding finding = found_without_check(file, -4);
  REQUIRE(is_folded(finding));
  CHECK(finding.message == "clang computes data + size - 4 from data_end, and left no check of it");
  CHECK(finding.ending == Ending::NeverMade);
  CHECK(finding.lost_at->insn == 1U);
  CHECK(texts_of(finding) ==
        std::vector<std::string>{"size is exactly the packet length",
                                 "clang removed this check: data + size is data_end, which it "
                                 "would compare with itself",
                                 "so this reads through data_end itself, which is never readable"});
  CHECK(!finding.proof[1].place.insn);
  CHECK(finding.proof[1].place.source->line == line_with(file, "/* check */"));
  CHECK(applied(file, finding.rewrites.at(0).edits).find("position + 4 > data_end) /* check */") !=
        std::string::npos);
}

TEST_CASE("bounds-check-folded: clang removed the check, and there is only the log") {
  const SourceFile file =
      whole_file(in_function("\tif (data + size > data_end) return 1; /* check */\n"
                             "\treturn data[size - 1]; /* use */\n"));
  const Finding finding = leading(removed(file));
  REQUIRE(is_folded(finding));
  CHECK(finding.message == "clang computes data[size - 1] from data_end, and left no check of it");
  CHECK(story_of(finding) == std::vector<std::string>{"1 acquired R1", "2 missing R1"});
  CHECK(texts_of(finding).back() ==
        "probably size is data_end - data, so this reads through data_end itself, which is never "
        "readable");
  const std::string& text = finding.rewrites.at(0).text;
  CHECK(finding.rewrites[0].edits.empty());
  CHECK(text.find("unsigned long offset = size;") != std::string::npos);
  CHECK(text.find("offset -= 1;") != std::string::npos);
  CHECK(text.find("position + 1 > <your data_end>") != std::string::npos);
}

TEST_CASE("bounds-check-folded: a read through data_end that the user wrote is none of it") {
  const std::string check = "\tif (data + size > data_end) return 1; /* check */\n";
  const std::vector<std::string> bodies{
      "\treturn *(data_end - 1); /* use */\n",
      "\treturn data_end[-1]; /* use */\n",
      "\tint i = 0;\n\treturn *(data_end + i - 1); /* use */\n",
      "\tint i = 0;\n\treturn data_end[i - 1]; /* use */\n",
      "\tint n = 1;\n\treturn *(data_end - n); /* use */\n",
      check + "\treturn *(data_end - 1); /* use */\n",
      check + "\tu8 *tail = data_end;\n\treturn tail[-1]; /* use */\n",
      "\tif (data + 20 > data_end) return 1;\n\treturn *(data_end - 1); /* use */\n",
      "\treturn LAST(data_end); /* use */\n",
      "\treturn f(data, size); /* use */\n",
  };
  for (const std::string& body : bodies) {
    INFO(body);
    const SourceFile file = whole_file(in_function(body));
    CHECK(!is_folded(found_without_check(file)));
    CHECK(!is_folded(leading(removed(file))));
  }
  // What only the whole file shows.
  const std::vector<std::string> in_file{
      "\treturn data[size - 1]; /* use */\n",
      "\tu8 *tail = data_end;\n\tint i = 0;\n" + check + "\treturn tail[i - 1]; /* use */\n",
      "\tu32 room = data_end - tail;\n\tif (data + room > data_end) return 1;\n"
      "\treturn data[room - 1]; /* use */\n",
      "\tif (data == data_end) return 1;\n\treturn data[size - 1]; /* use */\n",
  };
  for (const std::string& body : in_file) {
    INFO(body);
    CHECK(!is_folded(found_without_check(whole_file(in_function(body)))));
  }
  // The offsets that the lines cannot make.
  const SourceFile file = whole_file(in_function(check + "\treturn data[size - 2]; /* use */\n"));
  for (const int32_t offset : {-3, 0, 1}) CHECK(!is_folded(found_without_check(file, offset)));
  for (const int32_t offset : {-3, -1, 0}) CHECK(!is_folded(leading(removed(file, offset))));
  CHECK(is_folded(found_without_check(file, -2)));
}

// An inline function's argument may be data_end, which its line does not show.
TEST_CASE("bounds-check-folded: a log with another check, and a read that may be meant so") {
  const SourceFile file =
      whole_file("int at(u8 *lim, int k)\n{\n\treturn lim[k - 1]; /* use */\n}\n" +
                 in_function("\tif (data + 20 > data_end) return 1;\n\treturn at(data_end, 0);\n"));
  std::vector<Step> steps{step(1, load(2, 1, data), {packet_in(2)}),
                          step(2, load(1, 1, data_end), {end_in(1)}),
                          step(3, operation(Operation::Add, 2, 20), {packet_in(2, 20)}),
                          step(4, branch(Operation::Gt, 2, 1), {packet_in(2, 20), end_in(1)}),
                          step(5, load(0, 1, -1, 1))};
  steps[1].source = span_of(file, line_with(file, "->data_end"));
  steps[4].source = span_of(file, line_with(file, "/* use */"));
  CHECK(!is_folded(leading(rejected(steps, {read_through_end}))));
  steps.erase(steps.begin() + 3);
  CHECK(is_folded(leading(rejected(steps, {read_through_end}))));
}

TEST_CASE("bounds-check-folded: without any source, a read through data_end says nothing") {
  CHECK(!is_folded(
      leading(rejected({step(1, load(1, 1, data_end), {end_in(1)}), step(2, load(0, 1, -1, 1))},
                       {read_through_end}))));
}

}  // namespace bpflens
