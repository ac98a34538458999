// A string becomes literals side by side, one per line of text: readable in a debugger, and no
// literal that a compiler finds too long. The suffix counts without a constexpr loop, of which
// compilers allow so many steps only.
#include "tools/embed/tables.h"

#include <algorithm>

#include "tools/embed/rows.h"

namespace bpflens {
namespace {

constexpr std::string_view proof_header = "program\tclang\tmcpu\tkernel\tverdict\tmessage";
constexpr size_t proof_columns = 6;

std::string escaped(char c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '"' || c == '\\') return std::string("\\") + c;
  if (c >= ' ' && c <= '~') return std::string(1, c);
  // Three octal digits end by themselves; a hexadecimal escape would swallow what follows.
  const auto byte = static_cast<unsigned char>(c);
  return {'\\', static_cast<char>('0' + byte / 64), static_cast<char>('0' + byte / 8 % 8),
          static_cast<char>('0' + byte % 8)};
}

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (size_t i = 0; i < text.size(); i++) {
    out += escaped(text[i]);
    if (text[i] == '\n' && i + 1 < text.size()) out += "\"\n    \"";
  }
  return out + "\"sv";
}

std::string obligation_literal(ObligationKind kind) {
  return "static_cast<ObligationKind>(" + std::to_string(static_cast<int>(kind)) + ")";
}

std::string selected_by_literal(SelectedBy selected_by) {
  return "static_cast<SelectedBy>(" + std::to_string(static_cast<int>(selected_by)) + ")";
}

std::string since_literal(Since since) {
  return "static_cast<Since>(" + std::to_string(static_cast<int>(since)) + ")";
}

std::string shape_row(const CompiledShape& shape) {
  return "{" + literal(shape.shape) + ",\n     " + literal(shape.regex) + ",\n     " +
         literal(shape.literal) + ", " + std::to_string(shape.literal_length) + "}";
}

std::string pattern_table(const std::string& id, const std::vector<CompiledShape>& shapes) {
  std::string out = "constexpr MessagePattern patterns_" + id + "[] = {\n";
  for (const CompiledShape& shape : shapes) out += "    " + shape_row(shape) + ",\n";
  return out + "};\n";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string message_row(const MessageFile& file) {
  const MessageSource& page = file.page;
  std::string out = "    {";
  for (const std::string& field : {page.id, page.slug, page.title}) out += literal(field) + ", ";
  out += obligation_literal(page.obligation) + ",\n     ";
  for (const std::string& field : {page.mechanism, page.layer, page.says})
    out += literal(field) + ", ";
  // C++ has no arrays of no elements.
  const std::string patterns = page.patterns.empty() ? "{}" : "patterns_" + page.id;
  return out + (page.at_insn ? "true" : "false") + ", " + patterns + ",\n    " +
         literal(page.kernels) + ", " + literal(joined(page.pitfalls)) + ",\n    " +
         literal(page.body) + ",\n    " + literal(page.causes) + ",\n    " + literal(file.proof) +
         ",\n    " + selected_by_literal(page.selected_by) + ", " + since_literal(page.since) +
         "},\n";
}

std::string proof_table(const PitfallFolder& pitfall) {
  std::string out = "constexpr ProofRow proof_" + pitfall.page.id + "[] = {\n";
  for (const auto& row : pitfall.proof) {
    out += "    {";
    for (const std::string& field : row) out += literal(field) + ", ";
    out += "},\n";
  }
  return out + "};\n";
}

std::string pitfall_row(const PitfallFolder& pitfall) {
  const PitfallSource& page = pitfall.page;
  std::string out = "    {";
  for (const std::string& field :
       {page.id, page.slug, page.title, page.body, pitfall.bad, pitfall.good, page.rewrite_title,
        page.rewrite_reason, pitfall.rewrite})
    out += literal(field) + ",\n    ";
  return out + (pitfall.proof.empty() ? "{}" : "proof_" + page.id) + "},\n";
}

std::string loader_tables(const std::vector<LoaderSource>& loaders) {
  if (loaders.empty()) return "constexpr std::span<const LoaderPage> loaders;\n\n";
  std::string tells, rows = "constexpr LoaderPage loaders[] = {\n";
  for (size_t i = 0; i < loaders.size(); i++) {
    const LoaderSource& page = loaders[i];
    const std::string table = "tells_" + std::to_string(i);
    tells += "constexpr std::string_view " + table + "[] = {";
    for (const std::string& tell : page.tells) tells += literal(tell) + ", ";
    tells += "};\n";
    rows += "    {" + literal(page.slug) + ", " + literal(page.name) + ", " + table;
    for (const std::string& field : {page.over, page.whole_log, page.larger_log, page.every_step,
                                     page.where, page.tried, page.body})
      rows += ",\n     " + literal(field);
    rows += "},\n";
  }
  return tells + "\n" + rows + "};\n\n";
}

std::string numbers(const std::vector<int>& values) {
  std::string out;
  for (const int value : values) out += std::to_string(value) + ", ";
  return out;
}

// The tables that the row of a page refers to; C++ has no arrays of no elements.
std::string tables_beside(const EnvironmentSource& page) {
  std::string out;
  if (!page.patterns.empty()) out += pattern_table(page.id, page.patterns);
  if (!page.operations.empty()) {
    out += "constexpr std::string_view operations_" + page.id + "[] = {";
    for (const std::string& name : page.operations) out += literal(name) + ", ";
    out += "};\n";
  }
  if (!page.errors.empty())
    out += "constexpr int errors_" + page.id + "[] = {" + numbers(page.errors) + "};\n";
  if (page.checks.empty()) return out;
  out += "constexpr PageCheck checks_" + page.id + "[] = {\n";
  for (const CheckSource& check : page.checks)
    out += "    {" + literal(check.run) + ", " + literal(check.shows) + ", " +
           literal(check.means) + ", " + literal(check.remedy) + "},\n";
  return out + "};\n";
}

template <typename T>
std::string table_or_none(const std::string& name, const std::vector<T>& items) {
  return items.empty() ? ", {}" : ", " + name;
}

std::string environment_row(const EnvironmentSource& page) {
  std::string row = "    {";
  for (const std::string& field : {page.id, page.slug, page.title, page.mechanism})
    row += literal(field) + ", ";
  row += literal(page.layer) + table_or_none("patterns_" + page.id, page.patterns) +
         table_or_none("operations_" + page.id, page.operations) +
         table_or_none("errors_" + page.id, page.errors) + ",\n     static_cast<LogShows>(" +
         std::to_string(static_cast<int>(page.log)) + "), " + literal(page.calls) + ",\n     " +
         literal(page.says) + table_or_none("checks_" + page.id, page.checks);
  for (const std::string& field :
       {page.no_help, page.type_title, page.type_reason, page.to_type, page.body, page.causes})
    row += ",\n     " + literal(field);
  return row + "},\n";
}

std::string environment_tables(const std::vector<EnvironmentSource>& pages) {
  if (pages.empty()) return "constexpr std::span<const EnvironmentPage> environment;\n\n";
  std::string beside, rows = "constexpr EnvironmentPage environment[] = {\n";
  for (const EnvironmentSource& page : pages) {
    beside += tables_beside(page);
    rows += environment_row(page);
  }
  return beside + "\n" + rows + "};\n\n";
}

std::string call_table(const std::vector<CallsSource>& programs) {
  std::string rows;
  for (const CallsSource& page : programs)
    for (const CallSource& call : page.calls)
      rows += "    {" + literal(page.program) + ", " + literal(call.operation) + ", " +
              shape_row(call.shape) + ", " + (page.is_trace ? "true" : "false") + "},\n";
  if (rows.empty()) return "constexpr std::span<const CallWording> calls;\n\n";
  return "constexpr CallWording calls[] = {\n" + rows + "};\n\n";
}

size_t indentation_of(std::string_view line) { return line.find_first_not_of(" \t"); }

}  // namespace

Result<std::string> rewrite_lines(std::string_view program, const std::string& name) {
  std::vector<std::string_view> kept;
  bool inside = false, closed = false;
  for (const std::string_view line : split(program, '\n')) {
    if (line.find("// rewrite: end") != std::string_view::npos) inside = false, closed = true;
    if (inside) kept.push_back(line);
    if (line.find("// rewrite: begin") != std::string_view::npos) inside = true;
  }
  if (kept.empty() || inside || !closed)
    return Error{name, "no lines between '// rewrite: begin' and '// rewrite: end'", ""};
  size_t common = std::string_view::npos;
  for (const std::string_view line : kept) common = std::min(common, indentation_of(line));
  std::string out;
  for (const std::string_view line : kept)
    out += std::string(line.substr(std::min(common, line.size()))) + "\n";
  return out;
}

Result<std::vector<std::vector<std::string>>> proof_rows(std::string_view text,
                                                         const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  bool header_seen = false;
  for (const std::string_view line : split(text, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    if (!header_seen && line != proof_header)
      return Error{name, "the first row is not the header", "run tools/prove"};
    if (header_seen) {
      const auto fields = split(line, '\t');
      if (fields.size() != proof_columns)
        return Error{name, "a row has not six columns: " + std::string(line), "run tools/prove"};
      rows.emplace_back(fields.begin(), fields.end());
    }
    header_seen = true;
  }
  return rows;
}

std::string tables(const AllPages& pages) {
  std::string out =
      "// Written by tools/embed from the pages under rules/. Edit those.\n"
      "#include \"rules/pages.h\"\n\nnamespace bpflens {\nnamespace {\n\n"
      "using namespace std::string_view_literals;\n\n";
  for (const auto& [page, proof] : pages.messages)
    if (!page.patterns.empty()) out += pattern_table(page.id, page.patterns);
  out += "\nconstexpr MessagePage messages[] = {\n";
  for (const MessageFile& file : pages.messages) out += message_row(file);
  out += "};\n\n";
  for (const PitfallFolder& pitfall : pages.pitfalls)
    if (!pitfall.proof.empty()) out += proof_table(pitfall);
  out += "\nconstexpr PitfallPage pitfalls[] = {\n";
  for (const PitfallFolder& pitfall : pages.pitfalls) out += pitfall_row(pitfall);
  out += "};\n\n" + loader_tables(pages.loaders) + environment_tables(pages.environment) +
         call_table(pages.calls) + helper_table(pages.helpers) + section_table(pages.sections);
  out +=
      "}  // namespace\n\n"
      "std::span<const MessagePage> embedded_messages() { return messages; }\n"
      "std::span<const PitfallPage> embedded_pitfalls() { return pitfalls; }\n"
      "std::span<const LoaderPage> embedded_loaders() { return loaders; }\n"
      "std::span<const EnvironmentPage> embedded_environment() { return environment; }\n"
      "std::span<const CallWording> embedded_calls() { return calls; }\n"
      "std::span<const HelperVersions> embedded_helpers() { return helpers; }\n"
      "std::span<const SectionName> embedded_sections() { return sections; }\n\n"
      "}  // namespace bpflens\n";
  return out;
}

}  // namespace bpflens
