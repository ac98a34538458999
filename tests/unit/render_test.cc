// What people and machines read of hand-made results: whole outputs, and hostile text in them.
#include <string>
#include <vector>

#include "catch.h"
#include "render/json.h"
#include "render/printable.h"
#include "render/short.h"
#include "render/text.h"

using namespace bpflens;

namespace {

Place place(uint32_t insn, std::string insn_text, uint64_t log_line, uint32_t line = 0,
            const std::string& text = "", std::string file = "pkt.c") {
  Place at;
  at.insn = insn;
  at.insn_text = std::move(insn_text);
  at.log_line = log_line;
  if (!text.empty()) at.source = SourceSpan{line == 0 ? "" : std::move(file), line, 0, text};
  return at;
}

Finding finding_of_message() {
  Finding finding;
  finding.rule = "BE014";
  finding.slug = "packet-read-unchecked";
  finding.message = "reading 2 bytes at offset 66 of R4 is not covered by a check";
  finding.location = place(39, "r3 = *(u16 *)(r4 +66)", 120, 95, "a = load(data + x + 66);");
  return finding;
}

ProgramResult rejected() {
  ProgramResult result;
  result.input = "x.log";
  result.verdict = Verdict::Rejected;
  result.era = Era::F;
  result.sentence = {"invalid access to packet, off=66 size=2, R4(id=3,off=66,r=0)",
                     "R4 offset is outside of the packet"};
  result.message_id = "BE014";
  result.obligation.kind = ObligationKind::PacketRange;
  result.obligation.register_name = "R4";
  result.obligation.offset = 66;
  result.obligation.size = 2;
  result.obligation.limit = 0;
  result.place = place(39, "r3 = *(u16 *)(r4 +66)", 120, 95, "a = load(data + x + 66);");
  result.states = {{"R4", Certainty::Told, "pkt(id=3,r=0)", 39},
                   {"R3", Certainty::Carried, "scalar()", 30},
                   {"R1", Certainty::Derived, "", 12},
                   {"R5", Certainty::Unknown, "", std::nullopt}};
  result.branches = {{place(29, "if r4 > 0xffba goto pc+15", 90, 94, "if (x >= 65467)"), false},
                     {place(37, "if r3 > r1 goto pc+7", 110), true}};
  result.findings = {finding_of_message()};
  return result;
}

ProgramResult with_pitfall() {
  ProgramResult result = rejected();
  result.sentence = {"R1 invalid mem access 'pkt_end'"};
  result.obligation = {};
  result.obligation.kind = ObligationKind::PointerType;
  result.obligation.register_name = "R1";
  result.obligation.offset = -1;
  result.obligation.size = 1;
  result.states = {};
  result.branches = {{place(2, "if r1 > r1 goto pc+1", 9, 37, "if (data + size > end) {"), false}};
  Finding finding;
  finding.rule = "BL001";
  finding.slug = "bounds-check-folded";
  finding.message = "this check compares end with itself, so it proves nothing";
  finding.ending = Ending::NeverMade;
  finding.location = place(3, "r0 = *(u8 *)(r1 -1)", 12, 41, "last = *(data + size - 1);");
  ProofEvent folded, read;
  folded.kind = ProofKind::Missing;
  folded.place = place(2, "if r1 > r1 goto pc+1", 9, 37, "if (data + size > end) {");
  folded.text = "compiled to `if r1 > r1`, never true";
  read.kind = ProofKind::Acquired;
  read.place = finding.location;
  read.text = "this reads through the end itself";
  finding.proof = {folded, read};
  finding.lost_at = folded.place;
  finding.kernels = {"5.10", "6.1"};
  finding.rewrites = {{"hide the length from clang",
                       "clang can no longer fold it",
                       true,
                       true,
                       "asm volatile(\"\" : \"+r\"(size));\n\nif (size > 0)\n",
                       {}}};
  result.findings = {finding};
  return result;
}

ProgramResult accepted() {
  ProgramResult result;
  result.input = "ok.log";
  result.verdict = Verdict::Accepted;
  result.stats.processed = 55;
  return result;
}

ProgramResult unknown() {
  ProgramResult result;
  result.input = "-";
  result.reason = "the log is cut before its end";
  return result;
}

std::string text_of(const ProgramResult& result) { return render_text({result}, {}); }

}  // namespace

TEST_CASE("text of a rejected program") {
  CHECK(text_of(rejected()) ==
        R"(x.log: rejected at insn 39 (log format of kernel 6.8 to 6.17)
error[BE014]: reading 2 bytes at offset 66 of R4 is not covered by a check
  --> pkt.c:95 (insn 39, x.log:120)
    |
 95 | a = load(data + x + 66);
    | ^^^^^^^^^^^^^^^^^^^^^^^^
    |
    = insn: r3 = *(u16 *)(r4 +66)
    = kernel: invalid access to packet, off=66 size=2, R4(id=3,off=66,r=0)
              R4 offset is outside of the packet
    = state: R4 is pkt(id=3,r=0), as printed at this instruction
             R3 is scalar(), set at insn 30, not changed since
             R1 is not readable since insn 12
             R5 is not known
    = path: insn 29 `if r4 > 0xffba goto pc+15` did not jump, from `if (x >= 65467)` (pkt.c:94)
            insn 37 `if r3 > r1 goto pc+7` jumped
    = more: bpflens message BE014
)");
}

TEST_CASE("text of a pitfall numbers its events") {
  CHECK(text_of(with_pitfall()) ==
        R"(x.log: rejected at insn 39 (log format of kernel 6.8 to 6.17)
error[BL001]: this check compares end with itself, so it proves nothing
  --> pkt.c:41 (insn 3, x.log:12)
    |
 37 | if (data + size > end) {
    | ------------------------ 1: compiled to `if r1 > r1`, never true (insn 2)
 41 | last = *(data + size - 1);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^ 2: this reads through the end itself (insn 3)
    |
    = insn: r0 = *(u8 *)(r1 -1)
    = kernel: R1 invalid mem access 'pkt_end'
    = wanted: a pointer to memory that may be accessed (R1, offset -1, 1 byte)
    = seen on: 5.10, 6.1
help: hide the length from clang
    | asm volatile("" : "+r"(size));
    |
    | if (size > 0)
    = why: clang can no longer fold it
    = more: bpflens rule BL001
)");
}

TEST_CASE("a rewrite that was not compiled says so") {
  ProgramResult result = with_pitfall();
  CHECK(text_of(result).find("not compiled with your program") == std::string::npos);
  result.findings[0].rewrites[0].verified = false;
  CHECK(text_of(result).find("not compiled with your program") != std::string::npos);
}

TEST_CASE("text without source lines shows instructions") {
  ProgramResult result = with_pitfall();
  Finding& finding = result.findings[0];
  finding.location.source.reset();
  for (ProofEvent& event : finding.proof) event.place.source.reset();
  std::string text = text_of(result);
  CHECK(text.find("--> x.log:12 (insn 3)\n") != std::string::npos);
  CHECK(text.find(" insn 2 | if r1 > r1 goto pc+1\n"
                  "        | -------------------- 1: compiled") != std::string::npos);
  CHECK(text.find(" insn 3 | r0 = *(u8 *)(r1 -1)\n"
                  "        | ^^^^^^^^^^^^^^^^^^^ 2: this reads") != std::string::npos);
}

TEST_CASE("lines keep what they are indented by beyond the others, and are underlined from there") {
  ProgramResult result = with_pitfall();
  Finding& finding = result.findings[0];
  finding.proof[0].place.source->text = "\tif (data + size > end) {\r";
  finding.location.source->text = finding.proof[1].place.source->text = "\t\tlast = end[-1];  ";
  std::string text = text_of(result);
  CHECK(
      text.find(" 37 | if (data + size > end) {\n"
                "    | ------------------------ 1: compiled to `if r1 > r1`, never true (insn 2)\n"
                " 41 |     last = end[-1];\n"
                "    |     ^^^^^^^^^^^^^^^ 2: this reads through the end itself (insn 3)\n") !=
      std::string::npos);
}

TEST_CASE("events of one line share its underline, long ones are wrapped") {
  ProgramResult result = with_pitfall();
  Finding& finding = result.findings[0];
  finding.proof[0].place = finding.location;
  finding.proof[0].place.insn = 2;
  finding.proof[1].text = std::string(60, 'a') + " " + std::string(60, 'b');
  std::string text = text_of(result);
  CHECK(text.find(" 41 | last = *(data + size - 1);\n"
                  "    | ^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
                  "    | 1: compiled to `if r1 > r1`, never true (insn 2)\n"
                  "    | 2: " +
                  std::string(60, 'a') +
                  "\n"
                  "    |    " +
                  std::string(60, 'b') + " (insn 3)\n") != std::string::npos);
}

TEST_CASE("a declaration that only the source shows has no instruction") {
  ProgramResult result = with_pitfall();
  ProofEvent declared;
  declared.place.source = SourceSpan{"pkt.c", 35, 0, "unsigned long size = end - data;"};
  declared.text = "size is the packet's length";
  result.findings[0].proof.insert(result.findings[0].proof.begin(), declared);
  std::string text = text_of(result);
  CHECK(text.find(" 35 | unsigned long size = end - data;\n"
                  "    | -------------------------------- 1: size is the packet's length\n"
                  " 37 | ") != std::string::npos);
  CHECK(render_json({result}, "1").find("\"insn\": null") != std::string::npos);
}

TEST_CASE("lines of several files stand by file, the one of the finding last") {
  ProgramResult result = with_pitfall();
  Finding& finding = result.findings[0];
  ProofEvent in_header = finding.proof[0];
  in_header.place = place(1, "r1 = r2", 5, 90, "return end - data;", "len.h");
  in_header.text = "the length";
  finding.proof.insert(finding.proof.begin() + 1, in_header);
  std::string text = text_of(result);
  CHECK(text.find("    |\n"
                  "  ::: len.h\n"
                  " 90 | return end - data;\n"
                  "    | ------------------ 2: the length (insn 1)\n"
                  "  ::: pkt.c\n"
                  " 37 | ") != std::string::npos);
}

TEST_CASE("a finding without a story lists the last branches, one with a story none") {
  ProgramResult result = rejected();
  result.branches_left_out = 2;
  for (uint32_t i = 0; i < 3; i++)
    result.branches.push_back({place(40 + i, "if r3 == 0x0 goto pc+7", 110), true});
  std::string text = text_of(result);
  CHECK(text.find("= path: 4 earlier branches are not listed\n"
                  "            insn 40 `if r3 == 0x0 goto pc+7` jumped\n") != std::string::npos);
  CHECK(text_of(with_pitfall()).find("= path:") == std::string::npos);
}

TEST_CASE("edits are in the json, and text says how to get the patch") {
  ProgramResult result = with_pitfall();
  result.findings[0].rewrites[0].verified = false;
  result.findings[0].rewrites[0].edits = {{"src/pkt.c", 37, 5, 38, 1, "if (ok) {\n"}};
  CHECK(text_of(result).find("= note: not compiled with your program: apply it, then load it\n"
                             "    = patch: --format diff prints this") != std::string::npos);
  CHECK(render_json({result}, "1").find(R"("edits": [
                {
                  "file": "src/pkt.c",
                  "line": 37,
                  "column": 5,
                  "end_line": 38,
                  "end_column": 1,
                  "new_text": "if (ok) {\n"
                }
              ],)") != std::string::npos);
}

TEST_CASE("the kernel's sentence stands once, also with several findings") {
  ProgramResult result = with_pitfall();
  result.findings.push_back(finding_of_message());
  std::string text = text_of(result);
  size_t first = text.find(result.sentence[0]);
  REQUIRE(first != std::string::npos);
  CHECK(text.find(result.sentence[0], first + 1) == std::string::npos);
  CHECK(text.find("error[BE014]") != std::string::npos);
}

TEST_CASE("text of accepted and unknown programs") {
  CHECK(text_of(accepted()) == "ok.log: accepted, 55 insns processed\n");
  CHECK(text_of(unknown()) == "<stdin>: unknown: the log is cut before its end\n");
}

TEST_CASE("what is not known of a path is said") {
  ProgramResult result = rejected();
  result.branches_left_out = 12;
  result.path_start_missing = true;
  result.path_ambiguous = true;
  std::string text = text_of(result);
  CHECK(text.find("= path: begins before the first line that is here") != std::string::npos);
  CHECK(text.find("12 earlier branches are not listed") != std::string::npos);
  CHECK(text.find("more than one path fits the log") != std::string::npos);
}

TEST_CASE("colour only where wanted") {
  CHECK(text_of(with_pitfall()).find('\x1b') == std::string::npos);
  std::string coloured = render_text({with_pitfall()}, {true});
  CHECK(coloured.find("\x1b[1;31merror[BL001]\x1b[0m") != std::string::npos);
}

TEST_CASE("short prints one line per finding") {
  CHECK(render_short({with_pitfall(), accepted(), unknown()}) ==
        "pkt.c:41: error[BL001]: this check compares end with itself, so it proves nothing\n"
        "<stdin>: unknown: the log is cut before its end\n");
  ProgramResult no_file = rejected();
  no_file.findings[0].location.source->file.clear();
  CHECK(render_short({no_file}) ==
        "x.log:120: error[BE014]: reading 2 bytes at offset 66 of R4 is not covered by a check\n");
}

TEST_CASE("harmful characters become visible") {
  struct Row {
    std::string given, shown;
  };
  const Row rows[] = {
      {"plain ~ text", "plain ~ text"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {std::string("nul\0", 4), "nul\\x00"},
      {"a\rb\nc", "a\\x0db\\x0ac"},
      {"\x7f", "\\x7f"},
      {"tab\there", "tab    here"},
      {"\xc2\x9b"
       "31m",
       "\\x9b31m"},                                      // CSI as one C1 character
      {"\xe2\x80\xaegnp", "\\u202egnp"},                 // right to left override
      {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069"},  // isolates
      {"\xe2\x80\x8b", "\\u200b"},                       // no width
      {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x9d", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x9d"},
      {"\xff\xfe", "\\xff\\xfe"},           // not UTF-8
      {"\xc0\xaf", "\\xc0\\xaf"},           // overlong
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},  // surrogate
      {"\xe2\x82", "\\xe2\\x82"},           // cut
      {"\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.shown);
    CHECK(printable(row.given) == row.shown);
  }
}

TEST_CASE("no output carries what a hostile log put into every string") {
  const std::string evil = "\x1b]0;x\x07\xc2\x9b\xe2\x80\xae\x7f\xff\r";
  ProgramResult result = with_pitfall();
  result.input = result.program = evil;
  result.sentence = {evil, evil};
  result.notes = {evil};
  result.states = {{evil, Certainty::Told, evil, 1}};
  result.branches = {{place(1, evil, 3, 4, evil, evil), true}};
  Finding& finding = result.findings[0];
  finding.rule = finding.message = finding.slug = evil;
  finding.location = place(3, evil, 12, 41, evil, evil);
  finding.kernels = {evil};
  finding.rewrites = {{evil, evil, true, true, evil, {{evil, 1, 1, 2, 2, evil}}}};
  for (ProofEvent& event : finding.proof) {
    event.text = event.register_name = event.before = event.after = evil;
    event.place = place(3, evil, 12, 40, evil, evil);
  }
  ProgramResult unclear = unknown();
  unclear.reason = evil;
  std::vector<ProgramResult> all = {result, unclear};
  for (const std::string& out : {render_text(all, {}), render_short(all), render_json(all, "1")}) {
    for (char c : out) {
      bool harmless = c == '\n' || (c >= ' ' && c < '\x7f');
      CHECK(harmless);
    }
  }
}

TEST_CASE("json escapes what is not ASCII and replaces what is not UTF-8") {
  ProgramResult result = unknown();
  result.reason = "\x1b\xc2\x9b\xe2\x80\xae\xff";
  CHECK(render_json({result}, "1").find(R"("reason": "\u001b\u009b\u202e\ufffd")") !=
        std::string::npos);
}

TEST_CASE("json writes 64-bit limits as decimal strings") {
  ProgramResult result = rejected();
  result.obligation.limit = INT64_MIN;
  result.stats.verification_usec = UINT64_MAX;
  std::string json = render_json({result}, "1");
  CHECK(json.find(R"("limit": "-9223372036854775808")") != std::string::npos);
  CHECK(json.find(R"("verification_usec": "18446744073709551615")") != std::string::npos);
}
