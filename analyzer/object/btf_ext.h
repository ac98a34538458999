// What .BTF.ext says of the instructions of each section: where functions begin, of which line they
// are, what is to be adapted to the kernel's types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/btf.h"
#include "facts/object.h"
#include "facts/result.h"

namespace bpflens {

// Offsets of instructions are in bytes from the section's beginning, ascending.
struct FunctionRecord {
  uint32_t offset = 0;
  BtfId type = 0;  // the Function
};

struct LineInfo {
  uint32_t offset = 0;
  std::string_view file, text;  // of the Btf; text without blanks at its left
  uint32_t line = 0, column = 0;
};

struct CoreRecord {
  uint32_t offset = 0;
  BtfId type = 0;
  std::string_view access;  // of the Btf
  CoreKind kind = CoreKind::FieldByteOffset;
};

struct SectionInfo {
  std::vector<FunctionRecord> functions;
  std::vector<LineInfo> lines;
  std::vector<CoreRecord> core;
};

// By the name of the section. `btf` has the strings, and must live as long. `name` is for errors.
Result<std::map<std::string, SectionInfo, std::less<>>> read_btf_ext(
    std::span<const std::byte> bytes, const Btf& btf, std::string_view name);

}  // namespace bpflens
