// Every cell is checked: a version that no kernel has or a type that is misspelt would be told to
// users as a fact.
#include "tools/embed/versions.h"

#include <algorithm>
#include <tuple>

#include "tools/embed/fields.h"
#include "tools/embed/rows.h"

namespace bpflens {
namespace {

constexpr std::string_view helper_header = "id\thelper\tcame\tto program types";

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

std::vector<HelperSource> helpers_in(std::string_view text, const std::string&) {
  std::vector<HelperSource> helpers;
  read_rows(text, helper_header, [&](const std::vector<std::string_view>& fields, int line) {
    helpers.push_back(helper_in(fields, line));
    if (helpers.size() > 1 && helpers[helpers.size() - 2].number >= helpers.back().number)
      throw Complaint(line, "the helpers do not stand by number");
  });
  return helpers;
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

std::string helper_table(const std::vector<HelperSource>& helpers) {
  std::string all_given, rows;
  for (const HelperSource& helper : helpers) {
    const std::string given = "given_" + std::to_string(helper.number);
    if (!helper.given.empty()) all_given += "constexpr GivenHelper " + given + "[] = {";
    for (const GivenHelper& one : helper.given)
      all_given += "{" + came_literal(one.came) + ", " + std::to_string(one.types) + "u}, ";
    if (!helper.given.empty()) all_given += "};\n";
    rows += "    {" + std::to_string(helper.number) + ", \"" + helper.name + "\", " +
            came_literal(helper.came) + ", " + (helper.given.empty() ? "{}" : given) + "},\n";
  }
  return all_given + "\n" + table_literal("HelperVersions", "helpers", rows);
}

}  // namespace bpflens
