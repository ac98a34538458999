// Instructions in the kernel's words: files of whole slots, as tools/kernels/loader keeps them. One
// line of JSON for each file: a text per slot. tests/conformance/kernel_words holds these against a
// kernel's log. Names come from standard input.
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "facts/insn_print.h"
#include "object/decode.h"
#include "objects/file_bytes.h"

using namespace bpflens;

int main() {
  for (std::string path; std::getline(std::cin, path);) {
    const auto bytes = file_bytes(path);
    if (!bytes) {
      std::cerr << path << " cannot be opened\n";
      return 2;
    }
    auto words = nlohmann::json::array();
    for (const Insn& insn : decode(raw_insns(*bytes, false)))
      words.push_back(insn.kind == InsnKind::Unknown ? nullptr : nlohmann::json(print_insn(insn)));
    std::cout << words.dump() << "\n";
  }
  return 0;
}
