// Does LLVM's disassembler read the programs of these objects as we do? One line of JSON for each:
// what was compared, what differs for which known reason, and what is wrong. tests/conformance/llvm
// adds them up. Names come from standard input.
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "object/object.h"
#include "objects/file_bytes.h"
#include "objects/llvm_differences.h"

using Json = nlohmann::ordered_json;

namespace bpflens {
namespace {

void add(Json& row, const Program& program, bool big_endian) {
  for (const Seen& seen : seen_both_ways(program.raw, big_endian)) {
    const Compared result = compared(seen);
    row["instructions"] = row["instructions"].get<size_t>() + 1;
    if (seen.ours.kind == InsnKind::Unknown && !seen.llvm)
      row["neither"] = row["neither"].get<size_t>() + 1;
    if (!result.wrong.empty()) row["wrong"].push_back(program.name + ": " + result.wrong);
    if (!result.wrong.empty() || !result.difference) continue;
    Json& count = row["differ"][std::string(result.difference->reason)];
    count = count.is_null() ? 1 : count.get<size_t>() + 1;
  }
}

Json row_of(const std::string& path) {
  const auto bytes = file_bytes(path);
  if (!bytes) return {{"file", path}, {"error", "cannot be opened"}};
  const Result<Object> object = read_object(*bytes, path);
  if (!object) return {{"file", path}, {"error", object.error().why}};
  Json row{{"file", path},
           {"programs", object.value().programs.size()},
           {"instructions", 0},
           {"neither", 0},  // knows it
           {"differ", Json::object()},
           {"wrong", Json::array()}};
  for (const Program& program : object.value().programs)
    add(row, program, object.value().big_endian);
  return row;
}

}  // namespace
}  // namespace bpflens

int main() {
  for (std::string path; std::getline(std::cin, path);)
    std::cout << bpflens::row_of(path).dump(-1, ' ', false, Json::error_handler_t::replace)
              << std::endl;
  return 0;
}
