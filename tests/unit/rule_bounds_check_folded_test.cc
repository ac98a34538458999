// When does bounds-check-folded fire? Programs are written by hand, in the shapes that clang gives
// them and in shapes that only look alike.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "rules/pages.h"
#include "unit/c_source.h"
#include "unit/folded_check.h"

namespace bpflens {
namespace {

using namespace folded_check;

// What clang makes of a folded check on the line marked "check" and a read on the one marked "use".
Trace folded(const SourceFile& file, int32_t offset = -1) {
  std::vector<Step> steps{step(1, load(1, 1, data_end), {end_in(1)}),
                          step(2, branch(Operation::Gt, 1, 1), {end_in(1)}),
                          step(3, load(0, 1, offset, 1))};
  steps[1].insn_text = "if r1 > r1 goto pc+1";
  steps[1].source = span_of(file, line_with(file, "/* check */"));
  steps[2].source = span_of(file, line_with(file, "/* use */"));
  return rejected(std::move(steps), {read_through_end});
}

Finding found_in(const SourceFile& file) {
  return leading(folded(file), [&](std::span<const SourceSpan>) { return std::vector{file}; });
}

}  // namespace

TEST_CASE("bounds-check-folded: the shape of every clang") {
  for (const Operation operation : {Operation::Gt, Operation::Ge, Operation::Lt, Operation::Le}) {
    const Finding finding = leading(
        rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                  step(2, branch(operation, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
                 {read_through_end}));
    CHECK(finding.slug == "bounds-check-folded");
    CHECK(finding.rule == "BL001");
    CHECK(finding.location.insn == 3U);
    REQUIRE(finding.lost_at);
    CHECK(finding.lost_at->insn == 2U);
    CHECK(finding.ending == Ending::NeverMade);
    CHECK(story_of(finding) ==
          std::vector<std::string>{"1 acquired R1", "2 missing R1", "3 missing R1"});
    CHECK(finding.rewrites.size() == 1);
  }
}

TEST_CASE("bounds-check-folded: states only after the branch, as 5.10 tells at level 1") {
  const Finding finding = leading(
      rejected({step(1, load(1, 1, data_end)), step(2, branch(Operation::Gt, 1, 1), {end_in(1)}),
                step(3, load(0, 1, -1, 1))},
               {read_through_end}));
  CHECK(finding.slug == "bounds-check-folded");
}

TEST_CASE("bounds-check-folded: through copies, a spill and other instructions") {
  const Finding finding =
      leading(rejected({step(1, load(7, 1, data_end), {end_in(7)}), step(2, store(10, -8, 7)),
                        step(3, move(8, 7), {end_in(8)}),
                        step(4, branch(Operation::Gt, 8, 7), {end_in(7), end_in(8)}),
                        step(5, load(3, 10, -8, 8), {end_in(3)}), step(6, move(4, 3), {end_in(4)}),
                        step(7, load(0, 4, -4, 4))},
                       {"R4 invalid mem access 'pkt_end'"}));
  CHECK(finding.slug == "bounds-check-folded");
  CHECK(story_of(finding) == std::vector<std::string>{"1 acquired R7", "2 spilled fp-8",
                                                      "5 filled R3", "6 copied R4", "4 missing R8",
                                                      "7 missing R4"});
}

TEST_CASE("bounds-check-folded: near misses stay silent") {
  const std::vector<Trace> traces{
      // The end of the packet is read without any check.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}), step(2, load(0, 1, -1, 1))},
               {read_through_end}),
      // A real check, then a read through the wrong pointer.
      rejected(
          {step(1, load(2, 1, data), {packet_in(2)}), step(2, load(1, 1, data_end), {end_in(1)}),
           step(3, branch(Operation::Gt, 2, 1), {packet_in(2), end_in(1)}),
           step(4, load(0, 1, -1, 1))},
          {read_through_end}),
      // A number that is compared with itself.
      rejected({step(1, load(3, 1, 8), {number_in(3)}), step(2, load(1, 1, data_end), {end_in(1)}),
                step(3, branch(Operation::Gt, 3, 3), {number_in(3)}), step(4, load(0, 1, -1, 1))},
               {read_through_end}),
      // Equality is no bounds check.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Eq, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
               {read_through_end}),
      // The folded compare is there, but another register is at fault.
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Gt, 1, 1), {end_in(1)}),
                step(3, load(4, 10, -8, 8), {number_in(4)}), step(4, load(0, 4, 0, 1))},
               {"R4 invalid mem access 'scalar'"}),
  };
  for (const Trace& trace : traces) CHECK(leading(trace).slug != "bounds-check-folded");
}

TEST_CASE("bounds-check-folded: seen on what the proof table says, and nothing else") {
  const PitfallPage& page = embedded_pitfalls()[0];
  REQUIRE(page.id == "BL001");
  const Finding finding = leading(
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Gt, 1, 1), {end_in(1)}), step(3, load(0, 1, -1, 1))},
               {read_through_end}));
  for (const ProofRow& row : page.proof) {
    const bool is_seen = std::ranges::find(finding.kernels, row.kernel) != finding.kernels.end();
    const bool rejects = std::ranges::any_of(page.proof, [&](const ProofRow& other) {
      return other.kernel == row.kernel && other.program == "bad" && other.verdict == "rejected";
    });
    CHECK(is_seen == rejects);
  }
}

TEST_CASE("bounds-check-folded: the user's own words, from the whole file and from the log") {
  const SourceFile file = whole_file(
      "int g(struct xdp_md *c)\n{\n  char *b = (char *)(long)c->data, *e = (char "
      "*)(long)c->data_end;\n"
      "  int room;\n  room = e - b;\n  if (e < b + room) return 1; /* check */\n"
      "  return b[room - 4]; /* use */\n}\n");
  const Finding finding = found_in(file);
  CHECK(finding.message == "this bounds check compares e with itself, so it proves nothing");
  CHECK(texts_of(finding) ==
        std::vector<std::string>{"room is exactly the packet length",
                                 "clang turned b + room into e: `if r1 > r1`, never true",
                                 "so this reads through e itself, which is never readable"});
  CHECK(!finding.proof[0].place.insn);
  CHECK(finding.proof[0].place.source->line == 5);
  CHECK(finding.lost_at->insn == 2U);
  const Finding from_log = leading(folded(file));
  CHECK(from_log.message == finding.message);
  std::vector<std::string> texts = texts_of(finding);
  texts.erase(texts.begin());
  CHECK(texts_of(from_log) == texts);
  REQUIRE(from_log.rewrites.size() == 1);
  CHECK(from_log.rewrites[0].edits.empty());
  CHECK(from_log.rewrites[0].text ==
        "unsigned long offset = room;\n"
        "asm volatile(\"\" : \"+r\"(offset));  // clang no longer knows that b + room is e\n"
        "offset -= 4;\n"
        "__typeof__(b) position = b + (offset & 0x3fff);\n"
        "if (offset > 0x3fff || position + 4 > e) return 1; /* check */\n"
        "return *position; /* use */\n");
}

TEST_CASE("bounds-check-folded: the patch keeps what the user wrote") {
  struct Row {
    std::string body, patched;
  };
  const std::string lines =
      "\tunsigned long offset = size;\n"
      "\tasm volatile(\"\" : \"+r\"(offset));  // clang no longer knows that data + size is "
      "data_end\n";
  const std::vector<Row> rows{
      {"\tif (data + size > data_end) { /* check */\n\t\tgoto out;\n\t}\n"
       "\tint x = *(data + size - 1); /* use */\nout:\n\treturn 0;\n",
       lines +
           "\toffset -= 1;\n\tu8 *position = data + (offset & 0x3fff);\n"
           "\tif (offset > 0x3fff || position + 1 > data_end) { /* check */\n\t\tgoto out;\n\t}\n"
           "\tint x = *position; /* use */\nout:\n\treturn 0;\n"},
      {"\tif (ctx->x == 3 ||\n\t    unlikely(data + size > data_end)) /* check */\n\t\treturn 1;\n"
       "\tu16 a = *(u16 *)(data + size - 2); /* use */\n\treturn data[size - 1];\n",
       lines + "\toffset -= 2;\n\tu8 *position = data + (offset & 0x3fff);\n"
               "\tif (ctx->x == 3 ||\n"
               "\t    unlikely(offset > 0x3fff || position + 2 > data_end)) /* check "
               "*/\n\t\treturn 1;\n"
               "\tu16 a = *(u16 *)position; /* use */\n\treturn *(position + 1);\n"},
      {"\tif (data + size <= data_end && ctx->x) { /* check */\n"
       "\t\tstruct t *t = (struct t *)(data + size - sizeof(*t));\n\t\treturn t->y; /* use "
       "*/\n\t}\n"
       "\treturn 0;\n",
       lines +
           "\toffset -= sizeof(*t);\n\tu8 *position = data + (offset & 0x3fff);\n"
           "\tif (offset <= 0x3fff && position + sizeof(*t) <= data_end && ctx->x) { /* check */\n"
           "\t\tstruct t *t = (struct t *)position;\n\t\treturn t->y; /* use */\n\t}\n"
           "\treturn 0;\n"},
      {"\tu8 *tail = data + size;\n\tif (tail > data_end) return 1; /* check */\n"
       "\treturn tail[-8] + *((char *)tail - 8); /* use */\n",
       "\tu8 *tail = data + size;\n\tunsigned long offset = size;\n"
       "\tasm volatile(\"\" : \"+r\"(offset));  // clang no longer knows that tail is data_end\n"
       "\toffset -= 8;\n\tu8 *position = data + (offset & 0x3fff);\n"
       "\tif (offset > 0x3fff || position + 8 > data_end) return 1; /* check */\n"
       "\treturn *position + *((char *)position); /* use */\n"},
  };
  for (const auto& [body, patched] : rows) {
    const SourceFile file = whole_file(in_function(body));
    const Finding finding = found_in(file);
    REQUIRE(finding.rewrites.size() == 1);
    CHECK(applied(file, finding.rewrites[0].edits) == in_function(patched));
  }
}

TEST_CASE("bounds-check-folded: names that are taken stay the user's") {
  const SourceFile file = whole_file(
      "#define position 7\n" +
      in_function("\tint offset = 1;\n\tif (data + size > data_end) return 1; /* check */\n"
                  "\treturn data[size - 1] + offset; /* use */\n"));
  const std::string text = found_in(file).rewrites.at(0).text;
  CHECK(text.find("offset_2 -= 1;") != std::string::npos);
  CHECK(text.find("u8 *position_2 = data + (offset_2 & 0x3fff);") != std::string::npos);
}

TEST_CASE("bounds-check-folded: no patch where the new pointer might go unchecked") {
  const std::string read = "\treturn data[size - 1]; /* use */\n";
  const std::vector<std::string> bodies{
      "\tif (ctx->x && data + size > data_end) return 1; /* check */\n" + read,
      "\tif (data + size <= data_end || ctx->x) /* check */\n\t" + read + "\treturn 0;\n",
      "\tif (ctx->x) f(); else if (data + size > data_end) return 1; /* check */\n" + read,
      "\tif (ctx->x)\n\t\tif (data + size > data_end) return 1; /* check */\n" + read,
      "\tif (ctx->x) {\n\t\tif (data + size > data_end) return 1; /* check */\n\t}\n" + read,
      "\tif (data + size > data_end) f(); /* check */\n" + read,
      "\tif (data + size > data_end) return 1; /* check */\nagain:\n" + read,
      "\tif (data + size > data_end) return 1; /* check */\n\tsize = 4;\n" + read,
      "\tif (data + size > data_end) return 1; /* check */\n\tf(&data);\n" + read,
      "\twhile (data + size <= data_end) /* check */\n\t" + read,
      "\tint bad = data + size > data_end; /* check */\n\tif (bad) return 1;\n" + read,
      "\tif (data + size > data_end) return 1; /* check */\n\treturn data[size + 1]; /* use */\n",
      "\tif (data + size > data_end) return 1; /* check */\n\tif (ctx->x) return data[size - "
      "9];\n" +
          read,
      "again: if (data + size > data_end) return 1; /* check */\n" + read,
  };
  for (const std::string& body : bodies) {
    INFO(body);
    const Finding finding = found_in(whole_file(in_function(body)));
    REQUIRE(finding.rewrites.size() == 1);
    CHECK(finding.rewrites[0].edits.empty());
    CHECK(!finding.rewrites[0].text.empty());
  }
}

TEST_CASE("bounds-check-folded: pointers whose steps are not bytes get no lines of their own") {
  const SourceFile file = whole_file(
      "int f(u32 *from, u32 *to)\n{\n\tlong n = to - from;\n"
      "\tif (from + n > to) return 1; /* check */\n\treturn from[n - 1]; /* use */\n}\n");
  const Finding finding = found_in(file);
  CHECK(finding.message == "this bounds check compares to with itself, so it proves nothing");
  CHECK(finding.rewrites.at(0).text.find("from") == std::string::npos);
}

TEST_CASE("bounds-check-folded: where no name is known, none of another program is shown") {
  const Finding finding = leading(
      rejected({step(1, load(1, 1, data_end), {end_in(1)}),
                step(2, branch(Operation::Gt, 1, 1), {end_in(1)}), step(3, load(0, 1, -4, 4))},
               {read_through_end}));
  REQUIRE(finding.rewrites.size() == 1);
  CHECK(finding.rewrites[0].edits.empty());
  CHECK(finding.rewrites[0].text ==
        "unsigned long offset = <your length>;\n"
        "asm volatile(\"\" : \"+r\"(offset));  // clang no longer knows that <your pointer> + "
        "<your length> is <your data_end>\n"
        "offset -= 4;\n"
        "unsigned char *position = <your pointer> + (offset & 0x3fff);\n"
        "if (offset > 0x3fff || position + 4 > <your data_end>) return <your return value>;\n"
        "// then read through position, 4 bytes before <your data_end>\n");
}

TEST_CASE(
    "bounds-check-folded: the names of a check that a macro hides, as far as they are known") {
  const SourceFile file =
      whole_file(in_function("\tif (FITS(data, size)) return 1; /* check */\n"
                             "\treturn data[size - 1]; /* use */\n"));
  const std::string text = found_in(file).rewrites.at(0).text;
  CHECK(text.starts_with("unsigned long offset = size;\n"));
  CHECK(text.find("u8 *position = data + (offset & 0x3fff);") != std::string::npos);
  CHECK(text.find("position + 1 > <your data_end>") != std::string::npos);
}

namespace {

const std::string refusal =
    "math between pkt pointer and register with unbounded min value is not allowed";

// `data + (data_end - data)`, with the data that the length was made with `offset` farther on, and
// two lines of a file.
std::vector<Step> added_length(int64_t offset = 0) {
  const NamedRegister from = packet_in(3, offset);
  return {step(1, load(2, 1, data_end), {end_in(2)}),
          step(2, branch(Operation::Gt, 2, 2), {end_in(2)}),
          step(3, load(3, 1, data), {from}),
          step(4, load(4, 1, data), {packet_in(4)}),
          step(5, operation_with(Operation::Sub, 2, 3), {from, number_in(2)}),
          step(6, move(5, 2), {number_in(2), number_in(5)}),
          step(7, operation_with(Operation::Add, 5, 4))};
}

}  // namespace

TEST_CASE("bounds-check-folded: the kernel refuses the sum that the folded check was about") {
  const SourceFile file =
      whole_file(in_function("\tif (data + size > data_end) return 1; /* check */\n"
                             "\treturn data[size - 2] + size; /* use */\n"));
  const Finding bare = leading(rejected(added_length(), {refusal}));
  CHECK(bare.slug == "bounds-check-folded");
  CHECK(bare.location.insn == 7U);
  CHECK(story_of(bare) ==
        std::vector<std::string>{"1 acquired R2", "2 missing R2", "7 missing R5"});
  CHECK(bare.proof.back().text ==
        "the kernel cannot tell how large R5 is, so it refuses to add it to data");
  CHECK(bare.rewrites.at(0).text.find("offset -= <your number>;") != std::string::npos);
  std::vector<Step> steps = added_length();
  steps[1].source = span_of(file, line_with(file, "/* check */"));
  steps[6].source = span_of(file, line_with(file, "/* use */"));
  const Finding named = leading(rejected(steps, {refusal}),
                                [&](std::span<const SourceSpan>) { return std::vector{file}; });
  CHECK(texts_of(named) ==
        std::vector<std::string>{
            "size is exactly the packet length", "clang turned data + size into data_end",
            "the kernel cannot tell how large size (R5) is, so it refuses data + size"});
  CHECK(applied(file, named.rewrites.at(0).edits).find("offset -= 2;") != std::string::npos);
}

TEST_CASE("bounds-check-folded: other additions that the kernel refuses are none of it") {
  std::vector<std::vector<Step>> programs{added_length(14)};  // data + (data_end - (data + 14))
  programs.push_back(added_length());
  programs.back().erase(programs.back().begin() + 1);  // nothing is folded
  programs.push_back(added_length());
  programs.back()[4] = step(5, load(2, 3, 0, 8), {number_in(2)});  // a number from the packet
  programs.push_back(added_length());
  programs.back()[5] = step(6, operation(Operation::Mul, 2, 2), {number_in(2)});
  programs.back()[6] = step(7, operation_with(Operation::Add, 2, 4));
  for (const std::vector<Step>& steps : programs)
    CHECK(leading(rejected(steps, {refusal})).slug != "bounds-check-folded");
}

}  // namespace bpflens
