// Groups a finding's events by the line they happened on and draws each line with its marks.
#include "render/snippet.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "render/colour.h"
#include "render/printable.h"

namespace bpflens {
namespace {

constexpr size_t longest_line = 160;
constexpr size_t longest_underline = 60;

struct Mark {
  bool at_fault = false;  // the place of the finding: ^^^, else ---
  std::string label;
};

struct Line {
  const Place* place = nullptr;
  std::vector<Mark> marks;
};

bool has_source(const Place& place) { return place.source && !place.source->text.empty(); }
bool is_empty(const Place& place) { return !has_source(place) && place.insn_text.empty(); }

bool same_line(const Place& a, const Place& b) {
  if (has_source(a) != has_source(b)) return false;
  if (!has_source(a)) return a.insn == b.insn;
  return a.source->file == b.source->file && a.source->line == b.source->line &&
         a.source->text == b.source->text;
}

void add_mark(std::vector<Line>& lines, const Place& place, Mark mark) {
  auto same = [&](const Line& line) { return same_line(*line.place, place); };
  auto found = std::find_if(lines.begin(), lines.end(), same);
  if (found == lines.end()) found = lines.insert(lines.end(), Line{&place, {}});
  found->marks.push_back(std::move(mark));
}

bool is_numbered(const Line& line) { return has_source(*line.place) && line.place->source->line; }

// Reads top to bottom like the source, where all lines are of one file.
void sort_like_source(std::vector<Line>& lines) {
  auto of_same_file = [&](const Line& line) {
    return is_numbered(line) && line.place->source->file == lines[0].place->source->file;
  };
  if (!std::all_of(lines.begin(), lines.end(), of_same_file)) return;
  auto comes_before = [](const Line& a, const Line& b) {
    return a.place->source->line < b.place->source->line;
  };
  // Insertion keeps the order of equals; clang warns about libstdc++'s own stable_sort.
  for (auto next = lines.begin(); next != lines.end(); ++next) {
    std::rotate(std::upper_bound(lines.begin(), next, *next, comes_before), next, next + 1);
  }
}

std::string event_label(const ProofEvent& event, size_t number) {
  std::string label = fmt::format("{}: {}", number, printable(event.text));
  if (event.place.insn) label += fmt::format(" (insn {})", *event.place.insn);
  return label;
}

std::vector<Line> story(const Finding& finding) {
  std::vector<Line> lines;
  bool place_is_told = false;
  for (size_t i = 0; i < finding.proof.size(); ++i) {
    const ProofEvent& event = finding.proof[i];
    bool at_fault = event.place.insn && event.place.insn == finding.location.insn;
    place_is_told = place_is_told || at_fault;
    add_mark(lines, event.place, {at_fault, event_label(event, i + 1)});
  }
  if (!place_is_told && !is_empty(finding.location)) add_mark(lines, finding.location, {true, ""});
  sort_like_source(lines);
  return lines;
}

std::string gutter_of(const Place& place) {
  if (!has_source(place)) return place.insn ? fmt::format("insn {}", *place.insn) : "";
  return place.source->line == 0 ? "" : fmt::format("{}", place.source->line);
}

std::string shown_line(const Place& place) {
  std::string_view text = has_source(place) ? place.source->text : place.insn_text;
  return shortened(printable(text), longest_line);
}

std::string bar(std::string_view gutter, size_t width, bool colour) {
  return painted(fmt::format(" {:>{}} |", gutter, width), Paint::Frame, colour);
}

std::string drawn(const Line& line, size_t width, bool colour) {
  std::string text = shown_line(*line.place);
  std::string out = fmt::format("{} {}\n", bar(gutter_of(*line.place), width, colour), text);
  size_t underline = std::clamp<size_t>(columns_of(text), 1, longest_underline);
  for (const Mark& mark : line.marks) {
    std::string under(underline, mark.at_fault ? '^' : '-');
    if (!mark.label.empty()) under += " " + mark.label;
    Paint paint = mark.at_fault ? Paint::Error : Paint::Frame;
    out += fmt::format("{} {}\n", bar("", width, colour), painted(under, paint, colour));
  }
  return out;
}

// A line above the first of each file that is not the one in the heading.
std::string file_change(const Line& line, std::string& file, size_t width, bool colour) {
  if (!has_source(*line.place) || line.place->source->file == file) return "";
  file = line.place->source->file;
  if (file.empty()) return "";
  std::string dots = fmt::format("{:>{}}:::", "", width);
  return fmt::format("{} {}\n", painted(dots, Paint::Frame, colour), printable(file));
}

}  // namespace

size_t gutter_width(const Finding& finding) {
  size_t width = 2;
  for (const Line& line : story(finding)) width = std::max(width, gutter_of(*line.place).size());
  return width;
}

std::string snippet(const Finding& finding, size_t width, bool colour) {
  std::vector<Line> lines = story(finding);
  if (lines.empty()) return "";
  std::string file = finding.location.source ? finding.location.source->file : "";
  std::string out = bar("", width, colour) + "\n";
  for (const Line& line : lines) {
    out += file_change(line, file, width, colour) + drawn(line, width, colour);
  }
  return out + bar("", width, colour) + "\n";
}

}  // namespace bpflens
