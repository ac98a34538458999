// The lines that checked-copy-not-used offers: one number for the check and the use.
#include <string>
#include <vector>

#include "catch.h"
#include "rules/pitfalls/checked-copy-not-used/rewrite.h"
#include "unit/c_source.h"
#include "unit/judge_traces.h"

namespace bpflens {
namespace {

constexpr uint32_t check_insn = 1, use_insn = 2, read_insn = 3;

// The user's view of a story whose check, use and rejected read stand on the lines marked so.
struct Case {
  SourceView source;
  CopyStory story;
  Trace trace = hand_built::rejected({}, {"no"});
  Obligation obligation;

  explicit Case(SourceFile file, uint64_t constant = 99) {
    const uint32_t check = line_with(file, "/* check */"), use = line_with(file, "/* use */"),
                   read = line_with(file, "/* read */");
    if (check != 0) source.of_insn[check_insn] = {0, check};
    source.of_insn[use_insn] = {0, use};
    source.of_insn[read_insn] = {0, read == 0 ? use : read};
    source.files.push_back(std::move(file));
    story.check_insn = check_insn;
    story.check = Operation::Gt;
    story.check_constant = constant;
    story.use_insn = use_insn;
    story.read_insn = read_insn;
  }
  std::optional<Rewrite> rewrite() const {
    const Replay replay(trace, 0);
    return rewrite_of({trace, 0, obligation, replay, source}, story);
  }
  std::string name() const {
    const Replay replay(trace, 0);
    return checked_name({trace, 0, obligation, replay, source}, story).value_or("none");
  }
  std::string patched() const {
    const auto found = rewrite();
    return found && !found->edits.empty() ? applied(source.files[0], found->edits) : "none";
  }
};

const std::string head =
    "enum { MOST = 100 };\nstruct v { int idx; u8 buf[100]; };\n"
    "int f(u8 *data, u8 *end, struct v *v, u32 x, long s)\n{\n";

std::string function(const std::string& body) { return head + body + "}\n"; }

const std::string hide = "));  // one 64-bit number for the check and the use\n";

}  // namespace

TEST_CASE("checked copy: the patch") {
  struct Row {
    std::string body, patched;
  };
  const std::vector<Row> rows{
      {"  if (x >= 100 || data + x + 68 > end) return 0; /* check */\n"
       "  a = ntohs(*((uint16_t *) (data + x + 66))); /* use */\n  x = x + 1;\n  return data[x];\n",
       "  unsigned long x_wide = x;\n  asm volatile(\"\" : \"+r\"(x_wide" + hide +
           "  if (x_wide >= 100 || data + x_wide + 68 > end) return 0; /* check */\n"
           "  a = ntohs(*((uint16_t *) (data + x_wide + 66))); /* use */\n  x = x + 1;\n"
           "  return data[x];\n"},
      {"\tif (v->idx < 0)\n\t\treturn 0;\n\tif (v->idx < MOST) { /* check */\n\t\tlog(~v->idx);\n"
       "\t\tv->buf[v->idx] = 1; /* use */\n\t}\n",
       "\tlong idx_wide = v->idx;\n\tasm volatile(\"\" : \"+r\"(idx_wide" + hide +
           "\tif (idx_wide < 0)\n\t\treturn 0;\n\tif (idx_wide < MOST) { /* check */\n"
           "\t\tlog(~v->idx);\n\t\tv->buf[idx_wide] = 1; /* use */\n\t}\n"},
      {"  if (100 <= s) return 0; /* check */\n  int s_wide;\n"
       "  bpf_probe_read(v->buf, s, data); /* use */\n",
       "  long s_wide_2 = s;\n  asm volatile(\"\" : \"+r\"(s_wide_2" + hide +
           "  if (100 <= s_wide_2) return 0; /* check */\n  int s_wide;\n"
           "  bpf_probe_read(v->buf, s_wide_2, data); /* use */\n"},
      {"  if (x > 99) return 0;\n  u8 *p = data + x; /* use */\n  if (p + 1 > end) return 0;\n"
       "  return *p; /* read */\n",
       "  unsigned long x_wide = x;\n  asm volatile(\"\" : \"+r\"(x_wide" + hide +
           "  if (x_wide > 99) return 0;\n  u8 *p = data + x_wide; /* use */\n"
           "  if (p + 1 > end) return 0;\n  return *p; /* read */\n"},
  };
  for (const auto& [body, patched] : rows) {
    INFO(body);
    CHECK(Case(whole_file(function(body))).patched() == function(patched));
  }
}

TEST_CASE("checked copy: the user's words for the number") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"if (x > 99) return 0; /* check */\nreturn data[x]; /* use */\n", "x"},
      {"if ((u64)v->idx > 99) return 0; /* check */\nreturn data[v->idx]; /* use */\n", "v->idx"},
      {"if (y == 99 || x > 99) return 0; /* check */\nreturn data[x]; /* use */\n", "x"},
      {"if (is_near(x)) return 0; /* check */\nreturn *(data + x + 2); /* use */\n", "x"},
      {"if (x > 5) return 0; /* check */\nf(x); /* use */\n", "none"},
      {"if (y > 99) return 0; /* check */\nf(x); /* use */\n", "none"},
      {"if (y > 99) return 0; /* check */\nreturn data[x] + data[s]; /* use */\n", "none"},
  };
  for (const auto& [body, name] : rows) {
    INFO(body);
    CHECK(Case(whole_file(function(body))).name() == name);
  }
}

TEST_CASE("checked copy: no patch where another value may be used") {
  const std::string use = "  return data[x]; /* use */\n";
  const std::vector<std::string> bodies{
      "  if (x > 99) return 0; /* check */\n  x++;\n" + use,
      "  if (x > 99) return 0; /* check */\n  f(&x);\n" + use,
      "  if (x > 99) return 0; /* check */\nagain:\n" + use,
      "  if (s) f(); else if (x > 99) return 0; /* check */\n" + use,
      "  if (s)\n    if (x > 99) return 0; /* check */\n" + use,
      "  if (s) {\n    if (x > 99) return 0; /* check */\n  }\n" + use,
      "  while (x > 99) f(); /* check */\n" + use,
      "  for (; x < 100;) /* check */\n  " + use,
      "  int ok = x < 100; /* check */\n  if (!ok) return 0;\n" + use,
      "  if (x > 99) return 0; /* check */\n  return data[x * 2]; /* use */\n",
      "  if (v && v->idx > 99) return 0; /* check */\n  return data[v->idx]; /* use */\n",
      "  if ((x = f()) > 99) return 0; /* check */\n" + use,
  };
  for (const std::string& body : bodies) {
    INFO(body);
    CHECK(Case(whole_file(function(body))).patched() == "none");
  }
}

TEST_CASE("checked copy: text from the lines of a log") {
  const Case seen(lines_of_log({{94, "if (n >= 100 || at + n > end) return 0; /* check */"},
                                {97, "value = at[n]; /* use */"},
                                {99, "n = 1;"}}));
  CHECK(seen.name() == "n");
  const auto rewrite = seen.rewrite();
  REQUIRE(rewrite);
  CHECK(rewrite->edits.empty());
  CHECK(rewrite->text == "unsigned long n_wide = n;\nasm volatile(\"\" : \"+r\"(n_wide" + hide +
                             "if (n_wide >= 100 || at + n_wide > end) return 0; /* check */\n...\n"
                             "value = at[n_wide]; /* use */\n");
  Case is_signed(
      lines_of_log({{1, "if (n >= 100) return 0; /* check */"}, {2, "x = at[n]; /* use */"}}));
  is_signed.story.check = Operation::SGt;
  CHECK(!is_signed.rewrite());
}

TEST_CASE("checked copy: lines with gaps, where the source does not show their places") {
  Case seen(
      lines_of_log({{1, "if (is_near(x)) return 0; /* check */"}, {2, "data[x]; /* use */"}}));
  CHECK(!seen.rewrite());
  const std::string rest =
      "asm volatile(\"\" : \"+r\"(wide" + hide +
      "if (wide >= <your limit>) <what you do then>  // your own check, with wide in it\n";
  CHECK(rewrite_to_fill_in(seen.story, "x").text ==
        "unsigned long wide = x;\n" + rest + "<your pointer> + wide  // where x was used\n");
  seen.story.check = Operation::SGt;
  CHECK(rewrite_to_fill_in(seen.story, std::nullopt).text ==
        "long wide = <your value>;\n" + rest +
            "<your pointer> + wide  // where <your value> was used\n");
  seen.story.is_size = true;
  CHECK(rewrite_to_fill_in(seen.story, "n")
            .text.ends_with("<your call>(<your buffer>, wide)  // where n was used\n"));
}

TEST_CASE("checked copy: which comparison it is") {
  struct Row {
    std::string body;
    std::optional<uint64_t> constant;
    bool is_patched;
  };
  const std::string use = "  return data[x]; /* use */\n";
  const std::vector<Row> rows{
      // The constant of the compare, or one beside it; on the check's line also any other.
      {"  if (x > 50) return 0; /* check */\n" + use, 50, true},
      {"  if (x > 50) return 0; /* check */\n" + use, 51, true},
      {"  if (x > 50) return 0; /* check */\n" + use, 20, true},
      {"  if (x > sizeof(v->buf)) return 0; /* check */\n" + use, std::nullopt, true},
      {"  if (x > s) return 0; /* check */\n" + use, std::nullopt, false},
      // On another line than the log says, if the constant is right.
      {"  if (s > 1) return 0; /* check */\n  if (x > 50) return 0;\n" + use, 50, true},
      {"  if (s > 1) return 0; /* check */\n  if (x > 50) return 0;\n" + use, 20, false},
      {"  if (s > 1) return 0; /* check */\n  if (x > 50) return 0;\n" + use, std::nullopt, false},
      // Not the other value.
      {"  if (s > 50) return 0; /* check */\n" + use, 50, false},
  };
  for (const auto& [body, constant, is_patched] : rows) {
    INFO(body);
    Case seen(whole_file(function(body)));
    seen.story.check_constant = constant;
    CHECK((seen.patched() != "none") == is_patched);
  }
}

TEST_CASE("checked copy: the argument of a call is the register's") {
  SourceFile file = whole_file(
      function("  if (check(s)) return 0; /* check */\n  load(data, (u32)s, v->idx); /* use */\n"));
  Case seen(std::move(file));
  seen.story.is_size = true;
  seen.story.used = 2;
  CHECK(seen.name() == "s");
  seen.story.used = 3;
  CHECK(seen.name() == "v->idx");
  seen.story.used = 4;
  CHECK(seen.name() == "none");
}

}  // namespace bpflens
