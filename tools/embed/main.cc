// embed RULES_DIR OUT_DIR: turns the pages under rules/ into OUT_DIR/pages.cc at build time, so
// that the program carries its knowledge and reads no files for it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "tools/embed/front_matter.h"
#include "tools/embed/outside.h"
#include "tools/embed/tables.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

// Compilers must take literals of 65536 characters and need take no longer ones.
constexpr uintmax_t max_file_bytes = 60'000;

Result<std::string> text_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{path.string(), "cannot be read", ""};
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.size() > max_file_bytes) return Error{path.string(), "is longer than 60000 bytes", ""};
  return text;
}

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  return paths;
}

// The proof beside a page, checked; empty if it has none.
Result<std::string> read_proof(const fs::path& path) {
  if (!fs::exists(path)) return std::string();
  const Result<std::string> text = text_of_file(path);
  if (!text) return text.error();
  const auto rows = proof_rows(text.value(), path.string());
  if (!rows) return rows.error();
  return text.value();
}

Result<std::vector<MessageFile>> read_messages(const fs::path& folder) {
  std::vector<MessageFile> pages;
  for (const fs::path& path : sorted_entries(folder)) {
    if (path.extension() != ".md" || path.filename() == "README.md") continue;
    const Result<std::string> text = text_of_file(path);
    if (!text) return text.error();
    Result<MessageSource> page = read_message_page(text.value(), path.string(), path.stem());
    if (!page) return page.error();
    const Result<std::string> proof = read_proof(fs::path(path).replace_extension(".proof.tsv"));
    if (!proof) return proof.error();
    pages.push_back({std::move(page.value()), proof.value()});
  }
  std::ranges::sort(pages, {}, [](const MessageFile& file) { return file.page.id; });
  return pages;
}

// All pages of a folder, by name.
template <typename Read>
auto read_folder(const fs::path& folder, Read read)
    -> Result<std::vector<std::decay_t<decltype(read("", "", "").value())>>> {
  std::vector<std::decay_t<decltype(read("", "", "").value())>> pages;
  for (const fs::path& path : sorted_entries(folder)) {
    if (path.extension() != ".md" || path.filename() == "README.md") continue;
    const Result<std::string> text = text_of_file(path);
    if (!text) return text.error();
    auto page = read(text.value(), path.string(), path.stem().string());
    if (!page) return page.error();
    pages.push_back(std::move(page.value()));
  }
  return pages;
}

Result<std::vector<EnvironmentSource>> read_environment(const fs::path& folder) {
  auto pages = read_folder(folder, read_environment_page);
  if (pages)
    std::ranges::sort(pages.value(), {}, [](const EnvironmentSource& page) { return page.id; });
  return pages;
}

// A rules folder without the table knows nothing of it.
template <typename Read>
auto read_table(const fs::path& path, Read read) -> decltype(read("", "")) {
  if (!fs::exists(path)) return read("", path.string());
  const Result<std::string> text = text_of_file(path);
  if (!text) return text.error();
  return read(text.value(), path.string());
}

// A loader is built on one that has a page, and two of them cannot be told apart by one text.
std::string clash_of_loaders(const std::vector<LoaderSource>& loaders) {
  std::map<std::string, std::string> owners;
  for (const LoaderSource& page : loaders) {
    const bool is_known = page.over.empty() || std::ranges::any_of(loaders, [&](const auto& other) {
                            return other.slug == page.over;
                          });
    if (!is_known) return "'" + page.over + "' of " + page.slug + " has no page";
    for (const std::string& tell : page.tells)
      if (const auto [first, is_new] = owners.emplace(tell, page.slug); !is_new)
        return "'" + tell + "' tells of " + first->second + " and of " + page.slug;
  }
  return "";
}

Result<PitfallFolder> read_pitfall(const fs::path& folder) {
  const Result<std::string> page_text = text_of_file(folder / "page.md");
  if (!page_text) return page_text.error();
  Result<PitfallSource> page = read_pitfall_page(page_text.value(), (folder / "page.md").string(),
                                                 folder.filename().string());
  if (!page) return page.error();
  const Result<std::string> bad = text_of_file(folder / "bad.bpf.c");
  if (!bad) return bad.error();
  const Result<std::string> good = text_of_file(folder / "good.bpf.c");
  if (!good) return good.error();
  const Result<std::string> rewrite = rewrite_lines(good.value(), (folder / "good.bpf.c").string());
  if (!rewrite) return rewrite.error();
  const Result<std::string> proof_text = text_of_file(folder / "proof.tsv");
  if (!proof_text) return proof_text.error();
  auto proof = proof_rows(proof_text.value(), (folder / "proof.tsv").string());
  if (!proof) return proof.error();
  return PitfallFolder{page.value(), bad.value(), good.value(), rewrite.value(), proof.value()};
}

Result<std::vector<PitfallFolder>> read_pitfalls(const fs::path& folder) {
  std::vector<PitfallFolder> pitfalls;
  for (const fs::path& path : sorted_entries(folder)) {
    if (!fs::is_directory(path)) continue;
    Result<PitfallFolder> pitfall = read_pitfall(path);
    if (!pitfall) return pitfall.error();
    pitfalls.push_back(std::move(pitfall.value()));
  }
  std::ranges::sort(pitfalls, {}, [](const PitfallFolder& p) { return p.page.id; });
  return pitfalls;
}

// Ids, slugs and whole shapes must each name one page.
class Names {
 public:
  std::string claim(const std::string& name, const std::string& owner) {
    const auto [first, is_new] = owners_.emplace(name, owner);
    if (is_new) return "";
    return "'" + name + "' is used by " + first->second + " and by " + owner;
  }

 private:
  std::map<std::string, std::string> owners_;
};

// Each related pitfall is one that there is.
std::string first_unknown_pitfall(const std::vector<MessageFile>& messages,
                                  const std::vector<PitfallFolder>& pitfalls) {
  for (const MessageFile& file : messages)
    for (const std::string& id : file.page.pitfalls)
      if (std::ranges::none_of(pitfalls, [&](const auto& known) { return known.page.id == id; }))
        return "'" + id + "' of " + file.page.slug + " has no folder";
  return "";
}

std::string first_duplicate(const std::vector<MessageFile>& messages,
                            const std::vector<PitfallFolder>& pitfalls,
                            const std::vector<EnvironmentSource>& environment) {
  Names names;
  std::string clash;
  for (const auto& [page, proof] : messages) {
    clash += names.claim(page.id, page.slug) + names.claim(page.slug, page.id);
    for (const CompiledShape& pattern : page.patterns)
      clash += names.claim(pattern.shape, page.slug);
    if (!clash.empty()) return clash;
  }
  for (const PitfallFolder& pitfall : pitfalls)
    clash += names.claim(pitfall.page.id, pitfall.page.slug) +
             names.claim(pitfall.page.slug, pitfall.page.id);
  for (const EnvironmentSource& page : environment)
    clash += names.claim(page.id, page.slug) + names.claim(page.slug, page.id);
  return clash;
}

int complain(const Error& error) {
  const std::string remedy = error.remedy.empty() ? "" : "; " + error.remedy;
  std::fprintf(stderr, "%s: error: %s%s\n", error.what.c_str(), error.why.c_str(), remedy.c_str());
  return 1;
}

int embed(const fs::path& rules, const fs::path& out) {
  const auto messages = read_messages(rules / "messages");
  if (!messages) return complain(messages.error());
  const auto pitfalls = read_pitfalls(rules / "pitfalls");
  if (!pitfalls) return complain(pitfalls.error());
  const auto loaders = read_folder(rules / "loaders", read_loader_page);
  if (!loaders) return complain(loaders.error());
  const auto environment = read_environment(rules / "environment");
  if (!environment) return complain(environment.error());
  const auto calls = read_folder(rules / "calls", read_calls_page);
  if (!calls) return complain(calls.error());
  const auto helpers = read_table(rules / "versions/helpers.tsv", read_helper_table);
  if (!helpers) return complain(helpers.error());
  const auto sections = read_table(rules / "sections.tsv", read_section_table);
  if (!sections) return complain(sections.error());
  std::string clash = first_duplicate(messages.value(), pitfalls.value(), environment.value());
  if (clash.empty()) clash = first_unknown_pitfall(messages.value(), pitfalls.value());
  if (clash.empty()) clash = clash_of_loaders(loaders.value());
  if (clash.empty()) clash = clash_of_environment(environment.value());
  if (!clash.empty()) return complain({rules.string(), clash, "give each its own"});
  fs::create_directories(out);
  std::ofstream file(out / "pages.cc", std::ios::binary);
  file << tables({messages.value(), pitfalls.value(), loaders.value(), environment.value(),
                  calls.value(), helpers.value(), sections.value()});
  if (!file.flush()) return complain({(out / "pages.cc").string(), "cannot be written", ""});
  return 0;
}

}  // namespace
}  // namespace bpflens

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: embed RULES_DIR OUT_DIR\n", stderr);
    return 2;
  }
  return bpflens::embed(argv[1], argv[2]);
}
