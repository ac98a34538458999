#include "tools/embed/sections.h"

#include "tools/embed/fields.h"
#include "tools/embed/rows.h"

namespace bpflens {
namespace {

constexpr std::string_view header =
    "section\tmatch\ttype\tnumber\tattach\tnumber\tflags\tlibbpf\tkernel";

std::string or_nothing(std::string_view field) {
  return field == "-" ? std::string() : std::string(field);
}

// As C++ has it.
std::string match_in(std::string_view word, int line) {
  if (word == "name") return "Name";
  if (word == "target") return "Target";
  if (word == "prefix") return "Prefix";
  throw Complaint(line, "'" + std::string(word) + "' is none of name, target, prefix");
}

void check_version(std::string_view text, int line) {
  const auto parts = split(text, '.');
  if (parts.size() != 2 || !number_in(parts[0]) || !number_in(parts[1]))
    throw Complaint(line, "'" + std::string(text) + "' is no version");
}

SectionSource section_in(const std::vector<std::string_view>& fields, int line) {
  const auto attach_number = number_in(fields[5]);
  const std::string_view flags = fields[6];
  if (fields[0].empty()) throw Complaint(line, "a section without a name");
  if (number_in(fields[3]) != type_in(fields[2], line))
    throw Complaint(line, "'" + std::string(fields[3]) + "' is not the number of the type");
  if (!attach_number) throw Complaint(line, "'" + std::string(fields[5]) + "' is no number");
  if (flags != "-" && flags != "sleepable" && flags != "frags")
    throw Complaint(line, "'" + std::string(flags) + "' is none of sleepable, frags, -");
  check_version(fields[7], line);
  if (fields[8] != "-") check_version(fields[8], line);
  return {.name = std::string(fields[0]),
          .match = match_in(fields[1], line),
          .type = std::string(fields[2]),
          .type_number = *number_in(fields[3]),
          .attach = or_nothing(fields[4]),
          .attach_number = *attach_number,
          .sleepable = flags == "sleepable",
          .takes_fragments = flags == "frags",
          .libbpf = std::string(fields[7]),
          .kernel = or_nothing(fields[8])};
}

std::vector<SectionSource> sections_in(std::string_view text, const std::string&) {
  std::vector<SectionSource> sections;
  read_rows(text, header, [&](const std::vector<std::string_view>& fields, int line) {
    sections.push_back(section_in(fields, line));
    if (sections.size() > 1 && sections[sections.size() - 2].name >= sections.back().name)
      throw Complaint(line, "the sections do not stand by name");
  });
  return sections;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string row_of(const SectionSource& section) {
  const auto word = [](bool is_true) { return is_true ? "true" : "false"; };
  return "    {" + quoted(section.name) + ", SectionMatch::" + section.match + ", {" +
         quoted(section.type) + ", " + std::to_string(section.type_number) + ", " +
         quoted(section.attach) + ", " + std::to_string(section.attach_number) + ", " +
         word(section.sleepable) + ", " + word(section.takes_fragments) + ", " +
         quoted(section.libbpf) + ", " + quoted(section.kernel) + "}},\n";
}

}  // namespace

Result<std::vector<SectionSource>> read_section_table(std::string_view text,
                                                      const std::string& name) {
  return read_page(sections_in, text, name, "");
}

std::string section_table(const std::vector<SectionSource>& sections) {
  std::string rows;
  for (const SectionSource& section : sections) rows += row_of(section);
  return table_literal("SectionName", "sections", rows);
}

}  // namespace bpflens
