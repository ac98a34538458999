// Which calls do the lines of loaders say failed, with which error, of what? The lines are those
// that the texts under testdata have; names are others.
#include "judge/failed_call.h"

#include <string>
#include <vector>

#include "catch.h"
#include "facts/error_name.h"
#include "facts/operation.h"
#include "rules/pages.h"

namespace bpflens {
namespace {

std::vector<FailedCall> calls_of(const std::vector<std::string>& lines) {
  return failed_calls(lines, embedded_calls());
}

}  // namespace

TEST_CASE("an error is found however it is written") {
  struct Row {
    std::string text;
    int number;
  };
  const std::vector<Row> rows{
      {"Operation not permitted", 1},
      {"operation not permitted (MEMLOCK may be too low)", 1},
      {"-EPERM", 1},
      {"EPERM (Operation not permitted)", 1},
      {"Operation not permitted(-1)", 1},
      {"-13", 13},
      {"-22. BTF is optional, ignoring.", 22},
      {"No such device or address", 6},
      {"No such device", 19},
      {"Too many open files in system", 23},
      {"Too many open files", 24},
      {"ERROR: strerror_r(524)=22", 524},
      {"Unknown error 524", 524},
      {"errno 524", 524},
      {"Permission denied (os error 13)", 13},
      {"libbpf error: unknown", 0},
      {"UNEXISTENT", 0},
      {"99999", 0},
      {"", 0},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(error_number_in(row.text).value_or(0) == row.number);
  }
  CHECK(readable_error("Permission denied", 13) == "Permission denied");
  CHECK(readable_error("-EPERM", 1) == "error 1, EPERM");
  CHECK(readable_error("ERROR: strerror_r(524)=22", 524) == "error 524, ENOTSUPP");
  CHECK(readable_error("-4001", 4001) == "-4001");
}

TEST_CASE("a line of a loader tells what failed") {
  struct Row {
    std::string line, operation;
    int error;
    std::string hole, held;
  };
  const std::vector<Row> rows{
      {"libbpf: map 'seen': failed to create: Operation not permitted(-1)", "BPF_MAP_CREATE", 1,
       "map", "seen"},
      {"libbpf: map 'seen': failed to create: -EPERM", "BPF_MAP_CREATE", 1, "map", "seen"},
      {"2026/11/27 17:09:31 libbpf: prog 'a': failed to attach: Invalid argument", "ATTACH", 22,
       "name", "a"},
      {"libbpf: prog 'a': BPF program load failed: Permission denied", "BPF_PROG_LOAD", 13, "name",
       "a"},
      {"libbpf: couldn't retrieve pinned map '/sys/fs/bpf/a b': Permission denied", "BPF_OBJ_GET",
       13, "path", "/sys/fs/bpf/a b"},
      {"Error: bpf obj get (/sys/fs/bpf): Permission denied", "BPF_OBJ_GET", 13, "path",
       "/sys/fs/bpf"},
      {"bpf(BPF_OBJ_GET, {pathname=\"/sys/fs/bpf/x\", bpf_fd=0, file_flags=0}, 16) = -1 EACCES "
       "(Permission denied)",
       "BPF_OBJ_GET", 13, "path", "/sys/fs/bpf/x"},
      {"[pid   71] bpf(BPF_MAP_CREATE, {map_type=BPF_MAP_TYPE_HASH, map_name=\"m\", "
       "map_ifindex=0}, 72) = -1 EPERM (Operation not permitted)",
       "BPF_MAP_CREATE", 1, "map", "m"},
      {"bpf(BPF_LINK_CREATE, {link_create={prog_fd=4, target_fd=5}}, 48) = -1 EBADF (Bad file "
       "descriptor)",
       "BPF_LINK_CREATE", 9, "map", ""},
      {"bpf(BPF_TURN_ROUND, {}, 48) = -1 EINVAL (Invalid argument)", "BPF", 22, "map", ""},
      {"2026/11/27 17:13:55 loading: program p: load program: operation not permitted",
       "BPF_PROG_LOAD", 1, "name", "p"},
      {"Error: get map by id (9): Operation not permitted", "BPF_MAP_GET_FD_BY_ID", 1, "value",
       "9"},
  };
  for (const Row& row : rows) {
    INFO(row.line);
    const std::vector<FailedCall> calls = calls_of({row.line});
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].operation == row.operation);
    CHECK(calls[0].error_number == row.error);
    CHECK(calls[0].held(row.hole) == row.held);
    CHECK(calls[0].line == row.line);
  }
}

TEST_CASE("a line that can mean anything is no failed call") {
  for (const char* line : {"bash: ./x: Permission denied", "Operation not permitted",
                           "open: No such file or directory",
                           "bpf(BPF_PROG_LOAD, {prog_type=BPF_PROG_TYPE_XDP}, 144) = 3",
                           "map 'x': created successfully, fd=4"}) {
    INFO(line);
    CHECK(calls_of({line}).empty());
  }
}

TEST_CASE("a loader's words count before a trace, and of a trace the last call") {
  const std::vector<FailedCall> calls = calls_of({
      "bpf(BPF_PROG_LOAD, {}, 144) = -1 EINVAL (Invalid argument)",
      "bpf(BPF_MAP_CREATE, {}, 72) = -1 EPERM (Operation not permitted)",
      "libbpf: map 'm': failed to create: Operation not permitted(-1)",
      "libbpf: prog 'p': failed to load: -2",
  });
  REQUIRE(calls.size() == 4);
  CHECK(calls[0].held("map") == "m");
  CHECK(calls[1].held("name") == "p");
  CHECK(calls[2].operation == "BPF_MAP_CREATE");
  CHECK(calls[3].operation == "BPF_PROG_LOAD");
}

TEST_CASE("the error may stand some lines below what failed") {
  std::vector<std::string> lines{"Error: the BPF_MAP_CREATE syscall failed", "",
                                 "Caused by:", "    1: Operation not permitted (os error 1)"};
  std::vector<FailedCall> calls = calls_of(lines);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].error == "Operation not permitted (os error 1)");
  CHECK(calls[0].error_number == 1);
  lines.insert(lines.begin() + 1, 8, "something else");
  calls = calls_of(lines);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].error_number == 0);
}

TEST_CASE("a logger's quotes and dates are no part of the error") {
  const std::vector<FailedCall> calls = calls_of({
      "{\"level\":\"error\",\"msg\":\"program p: load program: operation not permitted\"}",
      "Nov 27 12:00:00 host unit[71]: libbpf: map 'm': failed to create: -EPERM",
  });
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].error == "operation not permitted");
  CHECK(calls[0].held("name") == "p");
  CHECK(calls[1].held("map") == "m");
}

TEST_CASE("hostile lines are bounded") {
  const std::string name(5000, 'x');
  const std::string line = "libbpf: map '" + name + "': failed to create: -1";
  const std::vector<FailedCall> calls = calls_of(std::vector<std::string>(1000, line));
  CHECK(calls.size() <= 200);
  CHECK(calls[0].held("map").size() <= 200);
  std::vector<std::string> trace(1000, "bpf(BPF_MAP_CREATE, {}, 72) = -1 EPERM (no)");
  trace.insert(trace.begin(), "libbpf: map 'm': failed to create: -2");
  CHECK(calls_of(trace)[0].held("map") == "m");
}

TEST_CASE("no two operations have one name") {
  for (const LoaderOperation& operation : operations())
    CHECK(operation_named(operation.name) == &operation);
}

}  // namespace bpflens
