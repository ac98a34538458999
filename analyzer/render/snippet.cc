// Groups a finding's events by the line they happened on and draws each line with its marks.
#include "render/snippet.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "render/colour.h"
#include "render/printable.h"
#include "render/words.h"

namespace bpflens {
namespace {

constexpr size_t longest_line = 160;
constexpr size_t longest_underline = 60;
constexpr size_t widest_with_label = 120;  // beyond, labels stand below the underline

struct Mark {
  bool at_fault = false;  // the place of the finding: ^^^, else ---
  std::string label;
};

struct Line {
  const Place* place = nullptr;
  std::string text;        // as shown, with its indentation
  size_t indentation = 0;  // columns
  std::vector<Mark> marks;
};

bool has_source(const Place& place) { return place.source && !place.source->text.empty(); }
bool is_empty(const Place& place) { return !has_source(place) && place.insn_text.empty(); }
bool is_numbered(const Line& line) { return has_source(*line.place) && line.place->source->line; }

std::string_view file_of(const Line& line) {
  return has_source(*line.place) ? std::string_view(line.place->source->file) : "";
}

bool same_line(const Place& a, const Place& b) {
  if (has_source(a) != has_source(b)) return false;
  if (!has_source(a)) return a.insn == b.insn;
  return a.source->file == b.source->file && a.source->line == b.source->line &&
         a.source->text == b.source->text;
}

// Without blanks at the end, those of a file with other line ends among them.
std::string shown_text(const Place& place) {
  std::string_view text = has_source(place) ? place.source->text : place.insn_text;
  while (!text.empty() && (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')))
    text.remove_suffix(1);
  return printable(text);
}

Line line_at(const Place& place) {
  Line line{&place, shown_text(place), 0, {}};
  line.indentation = std::min(line.text.find_first_not_of(' '), line.text.size());
  return line;
}

void add_mark(std::vector<Line>& lines, const Place& place, Mark mark) {
  auto same = [&](const Line& line) { return same_line(*line.place, place); };
  auto found = std::find_if(lines.begin(), lines.end(), same);
  if (found == lines.end()) found = lines.insert(lines.end(), line_at(place));
  found->marks.push_back(std::move(mark));
}

// Files in the order in which the story comes to them, the one that the finding is about last; the
// lines of each read top to bottom.
void sort_like_source(std::vector<Line>& lines, const Finding& finding) {
  if (!std::all_of(lines.begin(), lines.end(), is_numbered)) return;
  std::vector<std::string_view> files;
  for (const Line& line : lines) {
    if (std::find(files.begin(), files.end(), file_of(line)) == files.end())
      files.push_back(file_of(line));
  }
  auto rank = [&](const Line& line) {
    bool is_last = same_line(*line.place, finding.location) ||
                   (has_source(finding.location) && file_of(line) == finding.location.source->file);
    return is_last ? files.end() : std::find(files.begin(), files.end(), file_of(line));
  };
  auto comes_before = [&](const Line& a, const Line& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.place->source->line < b.place->source->line;
  };
  // Insertion keeps the order of equals; clang warns about libstdc++'s own stable_sort.
  for (auto next = lines.begin(); next != lines.end(); ++next) {
    std::rotate(std::upper_bound(lines.begin(), next, *next, comes_before), next, next + 1);
  }
}

// What all lines of a file are indented by says nothing.
void remove_common_indentation(std::vector<Line>& lines) {
  std::vector<size_t> common;
  for (const Line& line : lines) {
    size_t least = line.indentation;
    for (const Line& other : lines)
      if (file_of(other) == file_of(line)) least = std::min(least, other.indentation);
    common.push_back(least);
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    lines[i].text = shortened(lines[i].text.substr(common[i]), longest_line);
    lines[i].indentation = std::min(lines[i].indentation - common[i], longest_line / 2);
  }
}

std::string event_label(const ProofEvent& event, size_t number) {
  std::string label = fmt::format("{}: {}", number, printable(event.text));
  // Without a source line the instruction itself is shown, with its number.
  if (event.place.insn && has_source(event.place))
    label += fmt::format(" (insn {})", *event.place.insn);
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
  sort_like_source(lines, finding);
  remove_common_indentation(lines);
  return lines;
}

std::string gutter_of(const Place& place) {
  if (!has_source(place)) return place.insn ? fmt::format("insn {}", *place.insn) : "";
  return place.source->line == 0 ? "" : fmt::format("{}", place.source->line);
}

std::string bar(std::string_view gutter, size_t width, bool colour) {
  return painted(fmt::format(" {:>{}} |", gutter, width), Paint::Frame, colour);
}

std::vector<std::string> labels_of(const Line& line) {
  std::vector<std::string> labels;
  for (const Mark& mark : line.marks)
    if (!mark.label.empty()) labels.push_back(mark.label);
  return labels;
}

// The line, what is underlined of it, and what happened there: behind the underline if that is one
// thing and there is room, else below it.
std::string drawn(const Line& line, size_t width, bool colour) {
  auto is_at_fault = [](const Mark& mark) { return mark.at_fault; };
  bool at_fault = std::any_of(line.marks.begin(), line.marks.end(), is_at_fault);
  Paint paint = at_fault ? Paint::Error : Paint::Frame;
  std::string margin = bar("", width, colour) + " " + std::string(line.indentation, ' ');
  size_t columns = columns_of(line.text);
  columns -= std::min(columns, line.indentation);
  std::string under(std::clamp<size_t>(columns, 1, longest_underline), at_fault ? '^' : '-');
  std::vector<std::string> labels = labels_of(line);
  bool fits = labels.size() == 1 &&
              line.indentation + under.size() + columns_of(labels[0]) < widest_with_label;
  if (fits) under += " " + labels[0];
  if (fits) labels.clear();
  std::string out = fmt::format("{} {}\n", bar(gutter_of(*line.place), width, colour), line.text);
  out += margin + painted(under, paint, colour) + "\n";
  for (const std::string& label : labels) {
    std::string hang;  // further lines stand behind "1: "
    for (const std::string& part : wrapped(label)) {
      out += margin + hang + painted(part, paint, colour) + "\n";
      hang = "   ";
    }
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
