// A line of the log is looked up by what it says. Where the log numbers it (since 6.10) and the
// file has it there, that is it. If the file has changed since, or the log gives no numbers, it may
// stand in several places: in the file of its neighbours first of all, and then of all ways through
// a file that pass one place of each line the shortest is taken. Two functions that share most of
// their lines are told apart by this: the path takes few lines of one of them and skips many of the
// other.
#include "judge/source_match.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace bpflens {
namespace {

using Places = std::vector<SourcePosition>;

// A line such as "}" may stand there a thousand times: then its number has to say which it is.
constexpr size_t most_places = 128;
constexpr size_t most_steps_weighed = 20'000'000;  // a fraction of a second

// The whole files, by what their lines say.
struct Index {
  const std::vector<SourceFile>& files;
  std::unordered_map<std::string, Places> lines;
  std::vector<std::vector<uint32_t>> function_ends;  // by file: lines that open with '}'
  std::vector<uint32_t> function;  // by file: where the verified one begins; 0 if not there
};

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// "int NAME(struct xdp_md *ctx) {", "int BPF_PROG(NAME, struct task_struct *task)"
bool defines(std::string_view line, std::string_view name) {
  if (name.empty() || line.empty() || line[0] == ' ' || line[0] == '\t' || line.ends_with(';'))
    return false;
  const size_t at = line.find(name);
  if (at == std::string_view::npos || at == 0 || is_in_name(line[at - 1])) return false;
  const std::string_view behind = line.substr(at + name.size());
  return behind.starts_with('(') || behind.starts_with(',') || behind.starts_with(')');
}

Index index_of(const std::vector<SourceFile>& files, const std::vector<LoggedLine>& lines,
               std::string_view function) {
  Index index{files, {}, {}, std::vector<uint32_t>(files.size())};
  for (const LoggedLine& line : lines) index.lines.try_emplace(line.said);
  for (size_t file = 0; file < files.size(); file++) {
    std::vector<uint32_t>& ends = index.function_ends.emplace_back();
    for (const auto& [number, text] : files[file].lines) {
      if (text.starts_with('}')) ends.push_back(number);
      if (defines(text, function)) index.function[file] = number;
      const auto wanted = index.lines.find(wording(text));
      if (wanted != index.lines.end()) wanted->second.push_back({file, number});
    }
  }
  return index;
}

bool may_be_of(const SourceFile& file, const SourceSpan& span) {
  return span.file.empty() || base_name(file.path) == base_name(span.file);
}

// Where the line may be: where its number says, else everywhere that it stands.
Places places_of(const Index& index, const LoggedLine& line) {
  Places places, exact;
  for (const SourcePosition& at : index.lines.at(line.said)) {
    if (!may_be_of(index.files[at.file], line.span)) continue;
    if (at.line == line.span.line) exact.push_back(at);
    if (places.size() < most_places) places.push_back(at);
  }
  return exact.empty() ? places : exact;
}

bool has_file(const Places& places, size_t file) {
  return std::ranges::find(places, file, &SourcePosition::file) != places.end();
}

bool are_of_one_file(const Places& places) {
  return std::ranges::all_of(places,
                             [&](const SourcePosition& at) { return at.file == places[0].file; });
}

// How many lines can only be of each file.
std::vector<size_t> lines_by_file(const Index& index, const std::vector<Places>& all) {
  std::vector<size_t> counts(index.files.size());
  for (const Places& places : all)
    if (!places.empty() && are_of_one_file(places)) counts[places[0].file]++;
  return counts;
}

// What may be of several files is of the one before it, or else of the one with the most lines.
void choose_files(const Index& index, std::vector<Places>& all) {
  const std::vector<size_t> counts = lines_by_file(index, all);
  auto count = [&](const SourcePosition& at) { return counts[at.file]; };
  std::optional<size_t> last;
  for (Places& places : all) {
    if (places.empty()) continue;
    const size_t file =
        last && has_file(places, *last) ? *last : std::ranges::max_element(places, {}, count)->file;
    std::erase_if(places, [&](const SourcePosition& at) { return at.file != file; });
    last = file;
  }
}

// Which function of the file a line is in, counted by their ends.
ptrdiff_t function_at(const Index& index, const SourcePosition& at) {
  const std::vector<uint32_t>& ends = index.function_ends[at.file];
  return std::ranges::lower_bound(ends, at.line) - ends.begin();
}

bool is_in_named_function(const Index& index, const SourcePosition& at) {
  const uint32_t begin = index.function[at.file];
  return begin != 0 && function_at(index, at) == function_at(index, {at.file, begin});
}

uint64_t distance(uint64_t a, uint64_t b) { return a < b ? b - a : a - b; }

// How far it is from one line of a file to another. What was inserted above a line since the log
// was made moved its neighbour, too: between numbered lines only the difference counts.
uint64_t way(const Index& index, const SourceSpan& from, const SourcePosition& from_place,
             const SourceSpan& to, const SourcePosition& to_place) {
  constexpr uint64_t other_function = 1000;
  const bool same_function = function_at(index, from_place) == function_at(index, to_place);
  const uint64_t base = same_function ? 0 : other_function;
  const uint64_t here = from_place.line, there = to_place.line;
  if (from.line == 0 || to.line == 0) return base + distance(here, there);
  return base + distance(here + to.line, there + from.line);
}

// The shortest way to a place so far, and by which place of the line before.
struct Reached {
  uint64_t cost = 0;
  size_t by = 0;
};

// What speaks against a place, whatever the neighbours.
uint64_t doubt(const Index& index, const SourceSpan& span, const SourcePosition& at) {
  constexpr uint64_t not_the_named_function = 4000;
  if (span.line != 0) return 0;
  return is_in_named_function(index, at) ? 0 : not_the_named_function;
}

Reached start_at(const SourceSpan& span, const SourcePosition& at) {
  return {span.line == 0 ? 0 : distance(at.line, span.line), 0};
}

Reached best_way(const Index& index, const std::vector<Reached>& before, const SourceSpan& from,
                 const Places& from_places, const SourceSpan& to, const SourcePosition& at) {
  Reached best{UINT64_MAX, 0};
  for (size_t by = 0; by < before.size(); by++) {
    // Twice: for a numbered line the way counts more than the distance at the start.
    const uint64_t cost = before[by].cost + 2 * way(index, from, from_places[by], to, at);
    if (cost < best.cost) best = {cost, by};
  }
  return best;
}

// How many steps from one place to the next are there to weigh?
size_t steps_between(const std::vector<Places>& all, const std::vector<size_t>& of_file) {
  size_t steps = 0;
  for (size_t i = 1; i < of_file.size(); i++)
    steps += all[of_file[i - 1]].size() * all[of_file[i]].size();
  return steps;
}

// Leaves one place of each of these lines of one file.
void choose_lines(const Index& index, const std::vector<LoggedLine>& lines,
                  std::vector<Places>& all, const std::vector<size_t>& of_file) {
  std::vector<std::vector<Reached>> steps;
  for (size_t i = 0; i < of_file.size(); i++) {
    const SourceSpan& to = lines[of_file[i]].span;
    std::vector<Reached> reached;
    for (const SourcePosition& at : all[of_file[i]]) {
      reached.push_back(i == 0 ? start_at(to, at)
                               : best_way(index, steps.back(), lines[of_file[i - 1]].span,
                                          all[of_file[i - 1]], to, at));
      reached.back().cost += doubt(index, to, at);
    }
    steps.push_back(std::move(reached));
  }
  if (steps.empty()) return;
  auto best = std::ranges::min_element(steps.back(), {}, &Reached::cost);
  auto chosen = static_cast<size_t>(best - steps.back().begin());
  for (size_t i = of_file.size(); i-- > 0;) {
    Places& places = all[of_file[i]];
    const size_t by = steps[i][chosen].by;
    places = {places[chosen]};
    chosen = by;
  }
}

}  // namespace

void find_in_files(std::vector<LoggedLine>& lines, const std::vector<SourceFile>& files,
                   std::string_view function) {
  const Index index = index_of(files, lines, function);
  std::vector<Places> all;
  for (const LoggedLine& line : lines) all.push_back(places_of(index, line));
  choose_files(index, all);
  for (size_t file = 0; file < files.size(); file++) {
    std::vector<size_t> of_file;
    for (size_t i = 0; i < all.size(); i++)
      if (has_file(all[i], file)) of_file.push_back(i);
    if (steps_between(all, of_file) <= most_steps_weighed) choose_lines(index, lines, all, of_file);
  }
  for (size_t i = 0; i < lines.size(); i++)
    if (all[i].size() == 1) lines[i].position = all[i][0];
}

}  // namespace bpflens
