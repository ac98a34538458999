// How long do reading an object and following its data take? For tests/bench/objects.
//   read_flow RUNS [-t TYPES] OBJECT...
// TYPES are those of a kernel, which the objects are fitted to.
// One JSON line per object: the instructions of its linked programs, and the least CPU time of
// RUNS.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "judge/cfg.h"
#include "judge/flow.h"
#include "judge/jump_tables.h"
#include "object/object.h"
#include "objects/file_bytes.h"

namespace bpflens {
namespace {

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct Done {
  size_t insns = 0, definitions = 0;
  std::string error;
};

KernelTypes types_in(const std::string& path) {
  Result<Btf> types = Btf::read(file_bytes(path).value_or(std::vector<std::byte>{}), path);
  if (!types) return {};
  return {std::make_shared<const Btf>(std::move(types.value())), path};
}

Done read_and_follow(const std::string& path, const std::string& types) {
  FindKernelTypes find;
  if (!types.empty()) find = [&] { return types_in(types); };
  const Result<Object> object =
      read_object(file_bytes(path).value_or(std::vector<std::byte>{}), path, find);
  Done done;
  if (!object) return {0, 0, object.error().why};
  for (const Program& program : object.value().programs) {
    done.insns += program.insns.size();
    for (const ObjectFunction& function : program.functions) {
      const auto jumps = indirect_jumps(object.value(), program, function);
      const DataFlow flow =
          data_flow(program.insns, control_flow(program.insns, range_of(function), jumps));
      done.definitions += flow.definitions.size();
    }
  }
  return done;
}

void measure(const std::string& path, const std::string& types, int runs) {
  double least = 1e9;
  Done done;
  for (int run = 0; run < runs; ++run) {
    const double before = cpu_seconds();
    done = read_and_follow(path, types);
    least = std::min(least, cpu_seconds() - before);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const nlohmann::json line{{"object", path},
                            {"insns", done.insns},
                            {"definitions", done.definitions},
                            {"error", done.error},
                            {"cpu_ms", least * 1e3},
                            {"peak_mb", static_cast<double>(usage.ru_maxrss) / 1024}};
  std::puts(line.dump().c_str());
}

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  const bool has_types = count > 4 && std::string_view(arguments[2]) == "-t";
  if (count < 3) return std::fputs("usage: read_flow RUNS [-t TYPES] OBJECT...\n", stderr), 2;
  const int runs = std::max(1, std::atoi(arguments[1]));
  for (int i = has_types ? 4 : 2; i < count; ++i)
    bpflens::measure(arguments[i], has_types ? arguments[3] : "", runs);
  return 0;
}
