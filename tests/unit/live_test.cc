// What is there before and after the kernel is asked: the levels of the loads, what a child sends,
// the kernel's name, whose file it is.
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "apart/fields.h"
#include "catch.h"
#include "live/attempts.h"
#include "live/machine.h"
#include "live/said.h"

namespace bpflens {
namespace {

std::string stats(int processed) {
  return "processed " + std::to_string(processed) +
         " insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n";
}

Attempt rejected(int level, int error, int processed) {
  return {level, error, "R0 !read_ok\n" + stats(processed), ""};
}

std::string packed(const std::vector<std::string>& fields) {
  std::string bytes;
  for (const std::string& field : fields) bytes += field_head(field) + field;
  return bytes;
}

std::vector<std::byte> elf(uint8_t byte_order, uint8_t first, uint8_t second) {
  std::vector<std::byte> file(64);
  std::memcpy(file.data(),
              "\x7f"
              "ELF\x02",
              5);
  file[5] = std::byte{byte_order};
  file[18] = std::byte{first};
  file[19] = std::byte{second};
  return file;
}

}  // namespace

TEST_CASE("a program that is accepted is loaded once") {
  const std::vector<Attempt> attempts{{statistics, 0, stats(12), ""}};
  CHECK_FALSE(next_level(attempts, false));
  CHECK(best_log(attempts) == 0);
}

TEST_CASE("a log of every step is asked for where it is not too long") {
  std::vector<Attempt> attempts{rejected(statistics, EACCES, 5000)};
  CHECK(next_level(attempts, false) == (every_step | statistics));
  attempts.push_back(rejected(every_step | statistics, EACCES, 5000));
  CHECK_FALSE(next_level(attempts, false));
  CHECK(best_log(attempts) == 1);
}

TEST_CASE("of a walk that is long only the failing path is asked for") {
  std::vector<Attempt> attempts{rejected(statistics, E2BIG, 1'000'001)};
  CHECK(next_level(attempts, false) == (failing_path | statistics));
  attempts.push_back(rejected(failing_path | statistics, E2BIG, 1'000'001));
  CHECK_FALSE(next_level(attempts, false));
  CHECK(best_log(attempts) == 1);
}

TEST_CASE("a log that did not fit is replaced by a shorter one") {
  std::vector<Attempt> attempts{rejected(statistics, EACCES, 5000)};
  attempts.push_back({every_step | statistics, ENOSPC, "0: R1=ctx() R10=fp0\n", ""});
  CHECK(next_level(attempts, false) == (failing_path | statistics));
  SECTION("it fits") {
    attempts.push_back(rejected(failing_path | statistics, EACCES, 5000));
    CHECK(best_log(attempts) == 2);
  }
  SECTION("its end is there: from 6.4 on") {
    attempts.push_back(rejected(failing_path | statistics, ENOSPC, 5000));
    CHECK(best_log(attempts) == 2);
  }
  SECTION("its beginning is there: what the first load said tells more") {
    attempts.push_back({failing_path | statistics, ENOSPC, "0: R1=ctx() R10=fp0\n", ""});
    CHECK(best_log(attempts) == 0);
  }
  CHECK_FALSE(next_level(attempts, false));
}

TEST_CASE("where the verifier was not asked there is no log to ask for") {
  const std::vector<Attempt> attempts{{statistics, EPERM, "", "libbpf: no\n"}};
  CHECK_FALSE(next_level(attempts, false));
  CHECK_FALSE(next_level(attempts, true));
  CHECK(best_log(attempts) == 0);
}

TEST_CASE("a log of an accepted program is there if it is wanted and not too long") {
  std::vector<Attempt> attempts{{statistics, 0, stats(5000), ""}};
  CHECK(next_level(attempts, true) == (every_step | statistics));
  attempts.push_back({every_step | statistics, ENOSPC, "", ""});
  CHECK_FALSE(next_level(attempts, true));
  CHECK(best_log(attempts) == 0);
  CHECK_FALSE(next_level(std::vector<Attempt>{{statistics, 0, stats(500'000), ""}}, true));
}

TEST_CASE("fields arrive as they were sent") {
  const std::vector<std::string> sent{"13", "", std::string("\0\n", 2), std::string(70'000, 'x')};
  const std::string bytes = packed(sent);
  const auto fields = fields_in(bytes);
  REQUIRE(fields);
  CHECK(std::vector<std::string>(fields->begin(), fields->end()) == sent);
  CHECK(fields_in("")->empty());
}

TEST_CASE("bytes that are no fields are refused") {
  const std::string bytes = packed({"13", "words"});
  for (size_t length = 1; length < bytes.size(); length++) {
    if (length == 10) continue;  // the first field alone
    INFO(length);
    CHECK_FALSE(fields_in(bytes.substr(0, length)));
  }
  CHECK_FALSE(fields_in(std::string(8, '\xff') + "more"));
  CHECK_FALSE(fields_in(std::string(100, '\xff')));
}

TEST_CASE("a number is all of a field") {
  CHECK(number_in("0") == 0);
  CHECK(number_in("-7") == -7);
  for (const char* text : {"", " 1", "1 ", "x", "99999999999", "-"}) CHECK_FALSE(number_in(text));
}

TEST_CASE("a kernel is named after its source, its distribution and its machine") {
  struct Row {
    RunningKernel kernel;
    std::string name;
  };
  const std::vector<Row> rows{
      {{"6.1.0-49-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 (2026-01-01)", "x86_64"},
       "6.1.192 Debian x86-64"},
      {{"6.18.44-fc-v782", "#1 SMP PREEMPT_DYNAMIC @0", "x86_64"}, "6.18.44 x86-64"},
      {{"6.8.0-45-generic", "#45-Ubuntu SMP PREEMPT_DYNAMIC Fri", "x86_64"}, "6.8.0 Ubuntu x86-64"},
      {{"5.14.0-427.el9.aarch64", "#1 SMP", "aarch64"}, "5.14.0 RHEL aarch64"},
      {{"7.3.4", "#1 Debian", "x86_64"}, "7.3.4 x86-64"},
      {{"6.12.0-rc3+", "#2 SMP", "s390x"}, "6.12.0 s390x"},
      {{"", "", ""}, ""},
  };
  for (const Row& row : rows) CHECK(kernel_name(row.kernel) == row.name);
  CHECK_FALSE(kernel_name(running_kernel()).empty());
}

TEST_CASE("a file for another machine is told by its machine") {
  CHECK(other_machine(elf(1, 62, 0)) == "x86-64");
  CHECK(other_machine(elf(2, 0, 62)) == "x86-64");
  CHECK(other_machine(elf(1, 0x34, 0x12)) == "machine 4660");
  CHECK_FALSE(other_machine(elf(1, 247, 0)));
  CHECK_FALSE(other_machine(elf(2, 0, 247)));
  CHECK_FALSE(other_machine(elf(1, 0, 0)));
  CHECK_FALSE(other_machine(std::vector<std::byte>(64)));
  std::vector<std::byte> cut = elf(1, 62, 0);
  cut.resize(19);
  CHECK_FALSE(other_machine(cut));
}

TEST_CASE("the map that could not be made is told by its name") {
  CHECK(map_not_made("libbpf: x\nlibbpf: map 'a map': failed to create: Invalid argument(-22)\n") ==
        "a map");
  CHECK(map_not_made("libbpf: map '': failed to create: x") == "");
  CHECK_FALSE(map_not_made("libbpf: map 'm': created successfully, fd=4\n"));
  CHECK_FALSE(map_not_made("': failed to create: libbpf: map '"));
  CHECK(uses_map_left_out("0: <invalid BPF map reference>\nBPF map 'm' is referenced\n"));
  CHECK(uses_map_left_out("invalid func unknown#2001000003\nprocessed 4 insns\n"));
  CHECK_FALSE(uses_map_left_out("invalid func unknown#195896080\nprocessed 4 insns\n"));
}

TEST_CASE("the first words of libbpf are those that count") {
  CHECK(first_words("libbpf: map 'm': failed\nlibbpf: failed to load object\n") ==
        "map 'm': failed");
  CHECK(first_words("\nlibbpf: \nlibbpf:  x \n") == "x");
  CHECK(first_words("").empty());
}

}  // namespace bpflens
