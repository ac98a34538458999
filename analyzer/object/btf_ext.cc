#include "object/btf_ext.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "facts/byte_order.h"

namespace bpflens {
namespace {

using Sections = std::map<std::string, SectionInfo, std::less<>>;

constexpr uint16_t magic = 0xeb9f;
constexpr uint32_t header_bytes = 24, core_header_bytes = 32;
constexpr uint32_t function_bytes = 8, line_bytes = 16, core_bytes = 16;

struct Bytes {
  std::span<const std::byte> bytes;
  bool big_endian = false;

  uint32_t u32(size_t at) const { return number_at(bytes, at, 4, big_endian); }
};

std::string_view without_blanks(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

// What is larger than any kind stays so.
CoreKind core_kind(uint32_t number) {
  constexpr uint32_t unknown = 255;
  return static_cast<CoreKind>(std::min(number, unknown));
}

// One of the three parts: the size of a record, then for each section its name, a count, records.
struct Part {
  const char* what = "";
  uint32_t least_bytes = 0;
  std::function<void(SectionInfo&, size_t at)> take;
};

// Nullopt, or what is wrong.
std::optional<std::string> why_not_read(const Bytes& in, const Btf& btf, const Part& part,
                                        Sections& sections) {
  constexpr size_t head_bytes = 8;
  if (in.bytes.empty()) return std::nullopt;
  const uint32_t record_bytes = in.u32(0);
  const std::string what = part.what;
  if (in.bytes.size() < 4 || record_bytes < part.least_bytes)
    return what + ": a record has " + std::to_string(record_bytes) + " bytes, at least " +
           std::to_string(part.least_bytes) + " were expected";
  for (size_t at = 4; at < in.bytes.size();) {
    const size_t left = in.bytes.size() - at;
    const uint64_t count = in.u32(at + 4), needed = count * record_bytes;
    if (left < head_bytes || needed > left - head_bytes) return what + ": is cut";
    SectionInfo& section = sections[std::string(btf.string(in.u32(at)))];
    at += head_bytes;
    for (uint64_t i = 0; i < count; ++i, at += record_bytes) part.take(section, at);
  }
  return std::nullopt;
}

// A part of .BTF.ext, by the place where the header has its offset and its length; nullopt if it
// does not fit.
std::optional<Bytes> part_at(const Bytes& in, size_t field) {
  const uint64_t begin = uint64_t{in.u32(4)} + in.u32(field), length = in.u32(field + 4);
  if (begin > in.bytes.size() || length > in.bytes.size() - begin) return std::nullopt;
  return Bytes{in.bytes.subspan(begin, length), in.big_endian};
}

void sort_records(SectionInfo& section) {
  std::ranges::sort(section.functions, {}, &FunctionRecord::offset);
  std::ranges::sort(section.lines, {}, &LineInfo::offset);
  std::ranges::sort(section.core, {}, &CoreRecord::offset);
}

Error unreadable(std::string_view name, const std::string& why) {
  return {std::string(name), ".BTF.ext " + why, "build it again with clang -g"};
}

}  // namespace

Result<Sections> read_btf_ext(std::span<const std::byte> bytes, const Btf& btf,
                              std::string_view name) {
  Bytes in{bytes, false};
  const auto begins_like_it = [&] { return number_at(bytes, 0, 2, in.big_endian) == magic; };
  if (!begins_like_it()) in.big_endian = true;
  if (!begins_like_it()) return unreadable(name, "does not begin like it");
  if (in.u32(4) < header_bytes || bytes.size() < header_bytes)
    return unreadable(name, "is cut in its header");
  const auto functions = part_at(in, 8), lines = part_at(in, 16);
  const bool has_core = in.u32(4) >= core_header_bytes && bytes.size() >= core_header_bytes;
  const auto core = has_core ? part_at(in, 24) : Bytes{};
  if (!functions || !lines || !core) return unreadable(name, "says that it is longer than it is");
  constexpr uint32_t column_bits = 10;
  const Part parts[] = {
      {"functions", function_bytes,
       [&](SectionInfo& section, size_t at) {
         section.functions.push_back({functions->u32(at), functions->u32(at + 4)});
       }},
      {"lines", line_bytes,
       [&](SectionInfo& section, size_t at) {
         const uint32_t place = lines->u32(at + 12);
         section.lines.push_back({lines->u32(at), btf.string(lines->u32(at + 4)),
                                  without_blanks(btf.string(lines->u32(at + 8))),
                                  place >> column_bits, place & ((1U << column_bits) - 1)});
       }},
      {"relocations", core_bytes, [&](SectionInfo& section, size_t at) {
         section.core.push_back({core->u32(at), core->u32(at + 4), btf.string(core->u32(at + 8)),
                                 core_kind(core->u32(at + 12))});
       }}};
  Sections sections;
  const Bytes* const contents[] = {&*functions, &*lines, &*core};
  for (size_t i = 0; i < std::size(parts); ++i)
    if (auto why = why_not_read(*contents[i], btf, parts[i], sections))
      return unreadable(name, *why);
  for (auto& [of, section] : sections) sort_records(section);
  return sections;
}

}  // namespace bpflens
