// Since 6.10 a log names the base name of a line's file, so the files of that name are read;
// before, it has texts alone, and every file may hold them. Of the files that do, the one with the
// most lines is taken, and more of them (headers with inline functions) only for lines that none
// before it has: a copy of a file that is taken already has mostly the same lines, a header has its
// own.
#include "read/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "facts/lines.h"
#include "read/file.h"

namespace bpflens {
namespace {

namespace fs = std::filesystem;

constexpr size_t most_files_listed = 200'000;  // two Linux trees
constexpr size_t most_entries = 2'000'000;
constexpr int deepest_folder = 64;
constexpr size_t most_files_read = 20'000;  // for one log
constexpr uint64_t most_bytes_read = 512ULL << 20;
constexpr uint64_t longest_file_bytes = 4ULL << 20;
constexpr size_t most_files_taken = 32;
constexpr size_t most_lines_wanted = 4096;
constexpr size_t least_telling = 16;

constexpr std::string_view endings[] = {".c",   ".h",  ".cc",  ".cpp", ".cxx",
                                        ".hpp", ".hh", ".hxx", ".inc"};
constexpr std::string_view outputs[] = {
    "build",        "builddir",           "_build", "out",
    "target",       "CMakeFiles",         "dist",   "cmake-build-debug",
    "node_modules", "cmake-build-release"};

struct Tree {
  std::string root;
  std::vector<std::string> paths;  // below the root, nearest first
};

bool is_source(std::string_view name) {
  return std::ranges::any_of(endings, [&](std::string_view end) { return name.ends_with(end); });
}

bool is_skipped(std::string_view folder) {
  return folder.starts_with('.') || std::ranges::find(outputs, folder) != std::end(outputs);
}

// One folder's own files and folders, each in the order of their names.
struct Listed {
  std::vector<std::string> files, folders;
  size_t entries = 0;
};

Listed list_folder(const fs::path& folder) {
  Listed listed;
  std::error_code error;
  fs::directory_iterator next(folder, error);
  for (; !error && next != fs::directory_iterator() && listed.entries < most_entries;
       next.increment(error)) {
    listed.entries++;
    std::error_code unknown;  // then it is neither
    if (next->is_symlink(unknown)) continue;
    std::string name = next->path().filename().string();
    if (next->is_directory(unknown)) {
      if (!is_skipped(name)) listed.folders.push_back(std::move(name));
    } else if (is_source(name) && next->is_regular_file(unknown)) {
      listed.files.push_back(std::move(name));
    }
  }
  std::ranges::sort(listed.files);
  std::ranges::sort(listed.folders);
  return listed;
}

Error too_many_files(const std::string& root) {
  return {root, "has too many files to look through",
          "name a folder that is closer to the program"};
}

Result<Tree> tree_of(const std::string& root) {
  Tree tree{root, {}};
  std::vector<std::string> level = {""};
  size_t entries = 0;
  for (int depth = 0; depth < deepest_folder && !level.empty(); depth++) {
    std::vector<std::string> below;
    for (const std::string& folder : level) {
      const Listed listed = list_folder(fs::path(root) / folder);
      for (const std::string& name : listed.files) tree.paths.push_back(folder + name);
      for (const std::string& name : listed.folders) below.push_back(folder + name + "/");
      entries += listed.entries;
      if (entries >= most_entries || tree.paths.size() > most_files_listed)
        return too_many_files(root);
    }
    level = std::move(below);
  }
  return tree;
}

std::optional<std::string> bytes_of(const Tree& tree, const std::string& path) {
  const Result<Text> text = open_text((fs::path(tree.root) / path).string());
  if (!text || text.value().size > longest_file_bytes) return std::nullopt;
  std::string bytes(static_cast<size_t>(text.value().size), '\0');
  if (text.value().read(0, bytes.data(), bytes.size()) != bytes.size()) return std::nullopt;
  return bytes;
}

SourceFile file_of(std::string path, std::string_view bytes) {
  SourceFile file;
  file.path = std::move(path);
  file.whole = true;
  file.newline_at_end = bytes.ends_with('\n');
  const std::vector<std::string_view> lines = split_lines(bytes);
  auto ends_in_cr = [](std::string_view line) { return line.ends_with('\r'); };
  // A last line without a line end says nothing of line ends.
  const size_t ended = lines.size() - (file.newline_at_end || lines.empty() ? 0 : 1);
  file.crlf =
      ended > 0 && std::all_of(lines.begin(), lines.begin() + static_cast<long>(ended), ends_in_cr);
  uint32_t number = 0;
  for (std::string_view line : lines) {
    if (file.crlf && number < ended) line.remove_suffix(1);
    file.lines.emplace_hint(file.lines.end(), ++number, line);
  }
  return file;
}

// The lines of the log that are of one file name, or of no name.
struct Wanted {
  struct Line {
    uint32_t number = 0;
    bool is_taken = false;  // a file that has it was found
  };
  std::vector<Line> lines;
  std::unordered_map<std::string, std::vector<size_t>> by_wording;
};

// Which of the wanted lines a file has, and which of them under their number; ascending.
struct Candidate {
  std::string path;
  std::vector<size_t> has, has_exactly;
};

Candidate candidate_of(const std::string& path, std::string_view bytes, const Wanted& wanted) {
  std::vector<bool> has(wanted.lines.size()), has_exactly(wanted.lines.size());
  uint32_t number = 0;
  for (const std::string_view line : split_lines(bytes)) {
    number++;
    const auto found = wanted.by_wording.find(wording(line));
    if (found == wanted.by_wording.end()) continue;
    for (const size_t index : found->second) {
      has[index] = true;
      if (wanted.lines[index].number == number) has_exactly[index] = true;
    }
  }
  Candidate candidate{path, {}, {}};
  for (size_t index = 0; index < has.size(); index++) {
    if (has[index]) candidate.has.push_back(index);
    if (has_exactly[index]) candidate.has_exactly.push_back(index);
  }
  return candidate;
}

size_t new_lines(const std::vector<size_t>& has, const Wanted& wanted) {
  auto is_new = [&](size_t index) { return !wanted.lines[index].is_taken; };
  return static_cast<size_t>(std::ranges::count_if(has, is_new));
}

// What a file adds to those taken before. A copy of one of them adds nothing, even if a line or two
// differ. A line under its own number counts twice: of two versions of a file, it tells which.
size_t worth(const Candidate& candidate, const Wanted& wanted) {
  const size_t added = new_lines(candidate.has, wanted);
  if (added * 2 <= candidate.has.size()) return 0;
  return added + new_lines(candidate.has_exactly, wanted);
}

// Common lines stand in many programs: files that have less than half of all between them are of
// another one.
std::vector<std::string> taken_of(const std::vector<Candidate>& candidates, Wanted& wanted) {
  std::vector<std::string> taken;
  size_t lines_taken = 0;
  while (taken.size() < most_files_taken) {
    size_t most = 0;
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates) {
      const size_t value = worth(candidate, wanted);
      if (value > most) best = &candidate;
      most = std::max(most, value);
    }
    if (best == nullptr) break;
    // What has the very same lines is as good: it is told, not passed over.
    for (const Candidate& candidate : candidates)
      if (taken.size() < most_files_taken && candidate.has == best->has &&
          candidate.has_exactly == best->has_exactly)
        taken.push_back(candidate.path);
    lines_taken += new_lines(best->has, wanted);
    for (const size_t index : best->has) wanted.lines[index].is_taken = true;
  }
  if (lines_taken * 2 < wanted.lines.size()) taken.clear();
  return taken;
}

std::vector<std::string> paths_with(const Tree& tree, const std::string& name, Wanted& wanted) {
  std::vector<Candidate> candidates;
  uint64_t bytes_read = 0;
  size_t files_read = 0;
  for (const std::string& path : tree.paths) {
    if (!name.empty() && base_name(path) != name) continue;
    if (files_read++ >= most_files_read || bytes_read > most_bytes_read) break;
    const auto bytes = bytes_of(tree, path);
    if (!bytes) continue;
    bytes_read += bytes->size();
    Candidate candidate = candidate_of(path, *bytes, wanted);
    if (!candidate.has.empty()) candidates.push_back(std::move(candidate));
  }
  return taken_of(candidates, wanted);
}

std::unordered_map<std::string, Wanted> by_file_name(std::span<const SourceSpan> lines) {
  std::unordered_map<std::string, Wanted> names;
  for (const SourceSpan& line : lines.first(std::min(lines.size(), most_lines_wanted))) {
    const std::string said = wording(line.text);
    // Without a file name, a file is not found by its "return XDP_PASS;".
    if (said.empty() || (line.file.empty() && said.size() <= least_telling)) continue;
    Wanted& wanted = names[std::string(base_name(line.file))];
    wanted.by_wording[said].push_back(wanted.lines.size());
    wanted.lines.push_back({line.line, false});
  }
  return names;
}

std::vector<SourceFile> files_with(const Tree& tree, std::span<const SourceSpan> lines) {
  std::vector<std::string> paths;
  for (auto& [name, wanted] : by_file_name(lines))
    for (std::string& path : paths_with(tree, name, wanted)) paths.push_back(std::move(path));
  auto depth = [](const std::string& path) { return std::ranges::count(path, '/'); };
  std::ranges::sort(paths, [&](const std::string& a, const std::string& b) {
    return depth(a) != depth(b) ? depth(a) < depth(b) : a < b;
  });
  paths.erase(std::ranges::unique(paths).begin(), paths.end());
  std::vector<SourceFile> files;
  for (const std::string& path : paths)
    if (const auto bytes = bytes_of(tree, path)) files.push_back(file_of(path, *bytes));
  return files;
}

}  // namespace

Result<FindSources> sources_below(const std::string& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (status.type() == fs::file_type::not_found)
    return Error{folder, "no such folder", "name the folder that holds the program's source"};
  if (error) return Error{folder, "cannot be read: " + error.message(), "check its access rights"};
  if (status.type() != fs::file_type::directory)
    return Error{folder, "is not a folder", "name the folder that holds the program's source"};
  const fs::directory_iterator may_be_read(folder, error);
  if (error) return Error{folder, "cannot be read: " + error.message(), "check its access rights"};
  Result<Tree> tree = tree_of(folder);
  if (!tree) return tree.error();
  auto shared = std::make_shared<const Tree>(std::move(tree.value()));
  return FindSources(
      [shared](std::span<const SourceSpan> lines) { return files_with(*shared, lines); });
}

}  // namespace bpflens
