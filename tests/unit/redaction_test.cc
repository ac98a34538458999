// What --redact takes out of a line, and what it leaves alone.
#include "read/redaction.h"

#include <string>

#include "catch.h"
#include "read/text.h"

namespace bpflens {
namespace {

struct Row {
  const char* line;
  const char* redacted;
};

// Each with a redaction of its own.
void check_rows(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    Redaction redaction;
    CHECK(redaction.line(row.line) == row.redacted);
  }
}

void check_unchanged(std::initializer_list<const char*> lines) {
  for (const char* line : lines) check_rows({{line, line}});
}

}  // namespace

TEST_CASE("redaction: paths") {
  check_rows({
      {"; x = y; @ /home/eve/src/prog.c:31", "; x = y; @ /redacted/1/prog.c:31"},
      {"; x = y; @ src/net/prog.c:31", "; x = y; @ /redacted/1/prog.c:31"},
      {"; x = y; @ /home/eve adams/prog.c:31", "; x = y; @ /redacted/1/prog.c:31"},
      {"libbpf: failed to load object '/home/eve adams/a.o'",
       "libbpf: failed to load object '/redacted/1/a.o'"},
      {"loaded ./obj/a.o and ./obj/b.o, not ../a.o.",
       "loaded /redacted/1/a.o and /redacted/1/b.o, not /redacted/2/a.o."},
      {"pinned at /sys/fs/bpf/eve, see https://ci.example.org/job/7",
       "pinned at /redacted/1/eve, see https://host1/redacted/2/7"},
      {"HOME=/home/eve", "HOME=/redacted/1"},
      {"\x1b[31m/opt/acme/x\x1b[0m", "\x1b[31m/redacted/1/x\x1b[0m"},
      {"; open(\"/etc/acme/x.conf\"); @ a.c:3", "; open(\"/redacted/1/x.conf\"); @ a.c:3"},
  });
}

TEST_CASE("redaction: hosts, users, IP addresses") {
  check_rows({
      {"Nov 22 19:21:43 box loader[12]: 0: (b7) r0 = 0",
       "Nov 22 19:21:43 host1 loader[12]: 0: (b7) r0 = 0"},
      {"Nov  2 19:21:43 box kernel: x", "Nov  2 19:21:43 host1 kernel: x"},
      {"2024-11-22T19:21:43.123+01:00 box.example.org loader[12]: on box.example.org",
       "2024-11-22T19:21:43.123+01:00 host1 loader[12]: on host1"},
      {"eve@box:/srv/acme/x# load --host box2 --host=box3",
       "user1@host1:/redacted/1/x# load --host host2 --host=host3"},
      {"{\"_HOSTNAME\":\"box\",\"x\":1}", "{\"_HOSTNAME\":\"host1\",\"x\":1}"},
      {"from 10.1.2.3:80, 10.1.2.3 and 2001:db8::17.", "from IP1:80, IP1 and IP2."},
      {"ssh eve@10.1.2.3", "ssh user1@IP1"},
  });
  check_unchanged({"2024-11-22T19:21:43Z 0: (b7) r0 = 0", "aya@0.1.0: built", "kernel 6.12.117",
                   "std::string of a::b at 19:21:43", "prog.c:31:7: error", "hostname is wrong"});
}

TEST_CASE("redaction: kernel addresses, which stay numbers") {
  check_rows({
      {"4: (18) r1 = 0xffff88810a3f8000 ; R1_w=0xffff88810a3f8000",
       "4: (18) r1 = 0xffff000000000001 ; R1_w=0xffff000000000001"},
      {"4: (18) r1 = 0xffffffff81a2b3c8", "4: (18) r1 = 0xffff000000000001"},
      {"pc ffffffff81a2b3c8 of 0xc000000012345678", "pc ffff000000000001 of 0xffff000000000002"},
      // 0xffff88810a3f8000 in decimal
      {"4: (18) r1 = 0xffff88810a3f8000 ; R1_w=inv-131387172618240",
       "4: (18) r1 = 0xffff000000000001 ; R1_w=inv-281474976710655"},
      {" R1=inv18446612686536933376", " R1=inv18446462598732840961"},
  });
  check_unchanged({
      "R1=scalar(smin=0xffffffff80000000,smax=0x7fffffff,umin=0xffff88810a3f8000)",
      "R1=scalar(umax=0xfffffffffffffffb,var_off=(0xffffffff81a2b3c8; 0xffffffff0000fff8))",
      "r1 = 0xffffffffffff0000",
      "r1 = 0xff00ff00ff00ff00",
      "r1 = 0xffffffffffffffff",
      "r1 = 0xff51afd7ed558ccd",
      "r1 = 0x9e3779b97f4a7c15",
      "R8_w=0xffffffff9e3779b9",
      "r8 = -1640531527",
      "umax_value=18446744069414584320",
      "r1 = 0x7ffc12345678",
  });
}

TEST_CASE("redaction: code stays as it is") {
  check_unchanged({
      "; x = total /count/ 2 + a/b.c - c / d.h; /* u64/s64 */",
      "; if (a->b) x = ~mask/2; // see x/y.c",
      "3: (3f) r1 /= r2",
      "processed 14 insns (limit 1000000) max_states_per_insn 0",
      "invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)",
  });
  Redaction redaction;
  CHECK(redaction.source_line("  x = a /b/ c;  // 10.0.0.1") == "  x = a /b/ c;  // IP1");
  CHECK(redaction.source_line("#include \"/home/eve/x.h\"") == "#include \"/redacted/1/x.h\"");
}

TEST_CASE("redaction: the same is called the same, within one text and when it is done twice") {
  Redaction redaction;
  const std::string text = "/a/b/x.c /a/c/x.c /a/b/y.c 0xffff88810a3f8000 0xffff88810a3f8008";
  const std::string once = redaction.line(text);
  CHECK(once ==
        "/redacted/1/x.c /redacted/2/x.c /redacted/1/y.c 0xffff000000000001 0xffff000000000002");
  CHECK(redaction.line(text) == once);
  Redaction again;
  CHECK(again.line(once) == once);
}

TEST_CASE("redaction: whole texts keep their lines, also very long ones") {
  const std::string word = "/home/eve/x.c ";
  std::string text = "a\r\n\n";
  for (int i = 0; i < 20000; i++) text += word;
  text += "\nend";
  Redaction redaction;
  std::string redacted;
  redact(text_in_memory(text, "x"), redaction, [&](std::string_view bytes) { redacted += bytes; });
  std::string expected = "a\r\n\n";
  for (int i = 0; i < 20000; i++) expected += "/redacted/1/x.c ";
  CHECK(redacted == expected + "\nend");
}

TEST_CASE("redaction: any bytes") {
  for (const std::string& text :
       {std::string("\0\0 /\xff\xfe/x @ : '/'", 16), std::string(3, '/'), std::string("//"),
        std::string("@"), std::string("a@"), std::string("http://"), std::string("~"),
        std::string("; @ :"), std::string("; @ :1"), std::string("<13>"), std::string("'/'\"/\""),
        std::string("::::"), std::string("1.2.3"), std::string("-"), std::string("0x")}) {
    Redaction redaction;
    CHECK(redaction.line(text).size() <= text.size() + 32);
  }
}

}  // namespace bpflens
