// A log is of an object only if its instructions are: then the object's lines and names stand in
// for what the log leaves out, and otherwise none of them is printed.
#include "judge/object_program.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "judge/object_trace.h"
#include "read/insn_text.h"
#include "read/log.h"
#include "session/session.h"

using namespace bpflens;

namespace {

using Shown = std::vector<std::pair<int, const char*>>;  // opcode and text

const Shown first_code = {
    {0xb7, "r6 = 7"},  {0x85, "call bpf_get_prandom_u32#7"},
    {0x07, "r0 += 1"}, {0x61, "r2 = *(u32 *)(r1 +8)"},
    {0x95, "exit"},
};

Program program_of(std::string name, const Shown& code) {
  Program program;
  program.name = std::move(name);
  for (const auto& [opcode, text] : code)
    program.insns.push_back(parse_insn_text(static_cast<uint8_t>(opcode), text));
  const auto count = static_cast<uint32_t>(program.insns.size());
  ObjectFunction& entry = program.functions.emplace_back();
  entry.name = program.name;
  entry.insn_count = count;
  program.lines = {{0, "src/net/drop.bpf.c", 10, 3, "int state = 7;"},
                   {2, "src/net/drop.bpf.c", 11, 5, "return pick(ctx) + 1;"}};
  return program;
}

std::shared_ptr<Object> object_of(std::vector<Program> programs) {
  auto object = std::make_shared<Object>();
  object->name = "drop.bpf.o";
  object->programs = std::move(programs);
  return object;
}

// A log of these instructions, refused at the last one.
std::string log_of(const Shown& code, const std::string& line = "") {
  std::string log = "0: R1=ctx(off=0,imm=0) R10=fp0\n" + line;
  const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < code.size(); ++i) {
    const auto opcode = static_cast<unsigned>(code[i].first);
    log += std::to_string(i) + ": (" + digits[opcode >> 4] + digits[opcode & 15] + ") " +
           code[i].second + "\n";
  }
  return log +
         "R2 !read_ok\nprocessed 5 insns (limit 1000000) max_states_per_insn 0 total_states 0 "
         "peak_states 0 mark_read 0\n";
}

Trace trace_of(const std::string& log) {
  std::vector<Trace> traces = read_logs(text_in_memory(log, "x.log"));
  REQUIRE(traces.size() == 1);
  return std::move(traces[0]);
}

Shown with(Shown code, size_t at, int opcode, const char* text) {
  code.at(at) = {opcode, text};
  return code;
}

std::string name_found(const std::string& log, const std::shared_ptr<Object>& object) {
  const Trace trace = trace_of(log);
  const ProgramOfLog found = program_of_log(trace, *object);
  return found.program ? found.program->name : "none: " + found.why;
}

}  // namespace

TEST_CASE("the program is the one whose instructions the log shows", "[object]") {
  const Shown second = with(first_code, 2, 0x07, "r0 += 2");
  const auto object = object_of({program_of("first", first_code), program_of("second", second)});
  CHECK(name_found(log_of(first_code), object) == "first");
  CHECK(name_found(log_of(second), object) == "second");
  CHECK(name_found(log_of(with(first_code, 3, 0x69, "r2 = *(u16 *)(r1 +8)")), object) ==
        "none: instruction 3 is `r2 = *(u16 *)(r1 +8)` in the log and `r2 = *(u32 *)(r1 +8)` in "
        "first of drop.bpf.o");
}

TEST_CASE("a branch that the kernel replaced by what always happens", "[object]") {
  const auto object =
      object_of({program_of("first", with(first_code, 2, 0x25, "if r0 > 0x3 goto pc+1"))});
  CHECK(name_found(log_of(with(first_code, 2, 0x05, "goto pc+1")), object) == "first");
  CHECK(name_found(log_of(with(first_code, 2, 0x05, "goto pc+0")), object) == "first");
  CHECK(name_found(log_of(with(first_code, 2, 0x05, "goto pc+2")), object) ==
        "none: instruction 2 is `goto pc+2` in the log and `if r0 > 0x3 goto pc+1` in first of "
        "drop.bpf.o");
}

TEST_CASE("a log that is longer than the program is not of it", "[object]") {
  Shown longer = with(first_code, 4, 0xbf, "r3 = r2");
  longer.emplace_back(0x95, "exit");
  auto object = object_of({program_of("first", first_code)});
  CHECK(name_found(log_of(longer), object) ==
        "none: instruction 4 is `r3 = r2` in the log and `exit` in first of drop.bpf.o");
  object->programs[0].insns.pop_back();
  CHECK(name_found(log_of(first_code), object) ==
        "none: instruction 4 is `exit` in the log and nothing: it ends at 4 in first of "
        "drop.bpf.o");
}

TEST_CASE("of equal programs the one with the log's lines, or the named one", "[object]") {
  Program twin = program_of("twin", first_code);
  twin.lines[0].text = "int other = 7;";
  const auto object = object_of({program_of("first", first_code), twin});
  CHECK(name_found(log_of(first_code, "; int other = 7;\n"), object) == "twin");
  CHECK(name_found(log_of(first_code, "; int state = 7;\n"), object) == "first");
  CHECK(name_found(log_of(first_code), object) ==
        "none: what the log shows is the same in several programs of drop.bpf.o (first, twin), and "
        "it does not name its own");
  const std::string named = "libbpf: prog 'twin': -- BEGIN PROG LOAD LOG --\n" +
                            log_of(first_code) + "-- END PROG LOAD LOG --\n";
  CHECK(name_found(named, object) == "twin");
}

TEST_CASE("what is known only when a program is loaded may differ", "[object]") {
  const Shown code = with(with(first_code, 0, 0x18, "r6 = 0xffff888104ef1800"), 1, 0x85,
                          "call bpf_obj_new_impl#40123");
  Program program = program_of("first", with(code, 0, 0x18, "r6 = 0x0"));
  program.insns[1] = parse_insn_text(0x85, "call unknown#-1");
  const auto object = object_of({program});
  CHECK(name_found(log_of(code), object).starts_with("none: instruction 0 is"));
  object->programs[0].references = {{0, ReferenceKind::Map, "flows", 0, 0, false},
                                    {1, ReferenceKind::Kfunc, "bpf_obj_new_impl", 0, 0, false}};
  CHECK(name_found(log_of(code), object) == "first");
  object->programs[0].references[1].name = "bpf_rcu_read_lock";
  CHECK(name_found(log_of(code), object).starts_with("none: instruction 1 is"));
}

TEST_CASE("an access that is adapted to the kernel's types may be at another offset", "[object]") {
  const auto object = object_of({program_of("first", first_code)});
  const Shown adapted = with(first_code, 3, 0x79, "r2 = *(u64 *)(r1 +1200)");
  CHECK(name_found(log_of(adapted), object).starts_with("none: instruction 3 is"));
  CoreRelocation relocation;
  relocation.insn = 3;
  object->programs[0].core = {relocation};
  CHECK(name_found(log_of(adapted), object) == "first");
  CHECK(name_found(log_of(with(adapted, 3, 0x79, "r2 = *(u64 *)(r6 +1200)")), object)
            .starts_with("none: instruction 3 is"));
  CHECK(name_found(log_of(with(adapted, 3, 0x85, "call unknown#195896080")), object) == "first");
}

TEST_CASE("a helper that libbpf replaces by its older form is the same", "[object]") {
  const auto object =
      object_of({program_of("first", with(first_code, 1, 0x85, "call bpf_probe_read_kernel#113"))});
  CHECK(name_found(log_of(with(first_code, 1, 0x85, "call bpf_probe_read#4")), object) == "first");
  CHECK(name_found(log_of(with(first_code, 1, 0x85, "call bpf_probe_read_user#112")), object) ==
        "first");
  CHECK(name_found(log_of(with(first_code, 1, 0x85, "call bpf_ktime_get_ns#5")), object)
            .starts_with("none: instruction 1 is"));
}

TEST_CASE("the object's lines stand where the log has none", "[object]") {
  const auto object = object_of({program_of("first", first_code)});
  const Trace trace = trace_of(log_of(first_code, "; int state = 7;\n"));
  const Trace fuller = with_object(trace, object, object->programs[0]);
  CHECK(fuller.program == "first");
  const Step step = fuller.read_step(0, 3);
  REQUIRE(step.source);
  // The kernel prints a line once; to a log that stops printing the object's own line is nearer.
  CHECK(fuller.read_step(0, 0).source->file == "src/net/drop.bpf.c");
  CHECK(fuller.read_step(0, 0).source->line == 10);
  CHECK(fuller.read_step(0, 0).source->column == 3);
  REQUIRE(fuller.functions.size() == 1);
  CHECK(fuller.functions[0].name == "first");
}

TEST_CASE("a line of which the log says something else is the log's", "[object]") {
  const auto object = object_of({program_of("first", first_code)});
  const Trace trace = trace_of(log_of(first_code, "; int state = 7; /* was edited */\n"));
  const Trace fuller = with_object(trace, object, object->programs[0]);
  CHECK(fuller.read_step(0, 0).source->text == "int state = 7; /* was edited */");
  CHECK(fuller.read_step(0, 0).source->file.empty());
}

TEST_CASE("a log of another object is explained without it", "[object]") {
  const auto object = object_of({program_of("first", with(first_code, 0, 0xb7, "r6 = 8"))});
  std::vector<ProgramResult> results;
  const auto error =
      explain(text_in_memory(log_of(first_code), "x.log"),
              {.find_sources = {}, .tell_limits = TellLimits::WhereExceeded, .object = object},
              [&](ProgramResult&& result) { results.push_back(std::move(result)); });
  REQUIRE(error);
  CHECK(error->what == "x.log");
  CHECK(error->why == "instruction 0 is `r6 = 7` in the log and `r6 = 8` in first of drop.bpf.o");
  REQUIRE(results.size() == 1);
  CHECK(results[0].program.empty());
  CHECK_FALSE(results[0].place.source);
}
