#include "object/paths.h"

#include <string_view>

namespace bpflens {
namespace {

std::string_view without_slash(std::string_view folder) {
  while (folder.ends_with('/')) folder.remove_suffix(1);
  return folder;
}

// "src/x.c" of "/build/src/x.c" and "/build"; a path that is not below the folder has none.
bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::string mapped(const std::string& path, std::span<const PathMap> maps) {
  for (const PathMap& map : maps) {
    const std::string_view from = without_slash(map.from), to = without_slash(map.to);
    if (!is_below(path, from)) continue;
    const std::string_view rest = std::string_view(path).substr(from.size() + 1);
    return to.empty() ? std::string(rest) : std::string(to) + "/" + std::string(rest);
  }
  return path;
}

}  // namespace

void map_paths(Object& object, std::span<const PathMap> maps) {
  for (Program& program : object.programs)
    for (LineRecord& line : program.lines) line.file = mapped(line.file, maps);
}

}  // namespace bpflens
