// Every cell is checked: a version that no kernel has or a type that is misspelt would be told to
// users as a fact.
#include "tools/embed/versions.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>
#include <utility>

#include "facts/lines.h"
#include "facts/program_type.h"
#include "tools/embed/fields.h"

namespace bpflens {
namespace {

constexpr std::string_view helper_header = "id\thelper\tcame\tto program types";
constexpr std::string_view section_header = "section\tprogram type";

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<uint32_t> number_in(std::string_view text) {
  uint32_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

KernelVersion version_in(std::string_view text, int line) {
  const auto parts = split(text, '.');
  const auto major = number_in(parts[0]);
  const auto minor = parts.size() == 2 ? number_in(parts[1]) : std::nullopt;
  if (!major || !minor || *major < 4 || *major > 9 || *minor > 99)
    throw Complaint(line, "'" + std::string(text) + "' is no kernel's version");
  return {static_cast<int>(*major), static_cast<int>(*minor)};
}

// "5.4", "5.10-5.15", "?".
Came came_in(std::string_view text, int line) {
  if (text == "?") return {};
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {{}, version_in(text, line)};
  const Came came{version_in(text.substr(0, dash), line), version_in(text.substr(dash + 1), line)};
  if (came.after >= came.by)
    throw Complaint(line, "'" + std::string(text) + "' does not go from one kernel to a later one");
  return came;
}

uint32_t type_in(std::string_view name, int line) {
  const auto type = program_type_named(name);
  if (!type) throw Complaint(line, "unknown program type '" + std::string(name) + "'");
  return *type;
}

// "5.4=XDP,SCHED_CLS".
GivenHelper given_in(std::string_view text, int line) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    throw Complaint(line, "'" + std::string(text) + "' is not VERSION=TYPE,TYPE");
  GivenHelper given{came_in(text.substr(0, equals), line), 0};
  for (const std::string_view name : split(text.substr(equals + 1), ','))
    given.types |= ProgramTypes{1} << type_in(name, line);
  return given;
}

bool comes_first(const GivenHelper& a, const GivenHelper& b) {
  // What is not known stands last.
  const auto order = [](const GivenHelper& given) {
    const Came& came = given.came;
    return std::tuple(!came.is_known(), came.by, came.after, given.types);
  };
  return order(a) < order(b);
}

void check_types_given(const HelperSource& helper, int line) {
  ProgramTypes seen = 0;
  for (const GivenHelper& given : helper.given) {
    if (given.types & seen)
      throw Complaint(line, "a program type is given '" + helper.name + "' twice");
    if (given.came.is_known() && given.came.by < helper.came.by)
      throw Complaint(line, "a program type has '" + helper.name + "' before it came");
    seen |= given.types;
  }
}

HelperSource helper_in(const std::vector<std::string_view>& fields, int line) {
  const auto number = number_in(fields[0]);
  if (!number) throw Complaint(line, "'" + std::string(fields[0]) + "' is no helper's number");
  HelperSource helper{*number, std::string(fields[1]), came_in(fields[2], line), {}};
  if (helper.name.empty() || !helper.came.is_known())
    throw Complaint(line, "a helper without a name, or nobody knows when it came");
  for (const std::string_view given : split(fields[3], ' '))
    if (!given.empty()) helper.given.push_back(given_in(given, line));
  std::ranges::sort(helper.given, comes_first);
  check_types_given(helper, line);
  return helper;
}

// Calls `take` with the fields and the line of each row below the header.
template <typename Take>
void read_rows(std::string_view text, std::string_view header, Take take) {
  const size_t columns = split(header, '\t').size();
  int line = 0;
  bool header_seen = false;
  for (const std::string_view row : split_lines(text)) {
    ++line;
    if (row.empty() || row.starts_with('#')) continue;
    if (!header_seen && row != header) throw Complaint(line, "the first row is not the header");
    if (!std::exchange(header_seen, true)) continue;
    const auto fields = split(row, '\t');
    if (fields.size() != columns)
      throw Complaint(line, "a row has not " + std::to_string(columns) + " columns");
    take(fields, line);
  }
}

std::vector<HelperSource> helpers_in(std::string_view text, const std::string&) {
  std::vector<HelperSource> helpers;
  read_rows(text, helper_header, [&](const std::vector<std::string_view>& fields, int line) {
    helpers.push_back(helper_in(fields, line));
    if (helpers.size() > 1 && helpers[helpers.size() - 2].number >= helpers.back().number)
      throw Complaint(line, "the helpers do not stand by number");
  });
  return helpers;
}

std::vector<SectionSource> sections_in(std::string_view text, const std::string&) {
  std::vector<SectionSource> sections;
  read_rows(text, section_header, [&](const std::vector<std::string_view>& fields, int line) {
    sections.push_back({std::string(fields[0]), type_in(fields[1], line)});
    if (sections.back().section.empty()) throw Complaint(line, "a section without a name");
    if (sections.size() > 1 && sections[sections.size() - 2].section >= sections.back().section)
      throw Complaint(line, "the sections do not stand by name");
  });
  return sections;
}

std::string version_literal(KernelVersion version) {
  return "{" + std::to_string(version.major) + ", " + std::to_string(version.minor) + "}";
}

std::string came_literal(const Came& came) {
  return "{" + version_literal(came.after) + ", " + version_literal(came.by) + "}";
}

}  // namespace

Result<std::vector<HelperSource>> read_helper_table(std::string_view text,
                                                    const std::string& name) {
  return read_page(helpers_in, text, name, "");
}

Result<std::vector<SectionSource>> read_section_table(std::string_view text,
                                                      const std::string& name) {
  return read_page(sections_in, text, name, "");
}

std::string version_tables(const VersionTables& versions) {
  std::string given, helpers, sections;
  for (const HelperSource& helper : versions.helpers) {
    const std::string table = "given_" + std::to_string(helper.number);
    if (!helper.given.empty()) given += "constexpr GivenHelper " + table + "[] = {";
    for (const GivenHelper& one : helper.given)
      given += "{" + came_literal(one.came) + ", " + std::to_string(one.types) + "u}, ";
    if (!helper.given.empty()) given += "};\n";
    helpers += "    {" + std::to_string(helper.number) + ", \"" + helper.name + "\", " +
               came_literal(helper.came) + ", " + (helper.given.empty() ? "{}" : table) + "},\n";
  }
  for (const SectionSource& section : versions.sections)
    sections +=
        "    {\"" + section.section + "\", " + std::to_string(section.program_type) + "},\n";
  const auto table = [](const std::string& type, const std::string& name, const std::string& rows) {
    if (rows.empty()) return "constexpr std::span<const " + type + "> " + name + ";\n\n";
    return "constexpr " + type + " " + name + "[] = {\n" + rows + "};\n\n";
  };
  return given + "\n" + table("HelperVersions", "helpers", helpers) +
         table("SectionType", "sections", sections);
}

}  // namespace bpflens
