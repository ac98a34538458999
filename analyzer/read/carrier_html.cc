// A log as the source of a web page: entities and the tags that break or mark lines.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "read/carrier_lines.h"
#include "read/utf8.h"

namespace bpflens {
namespace {

struct Entity {
  std::string_view name, text;
};

constexpr Entity entities[] = {
    {"&lt;", "<"},    {"&gt;", ">"},   {"&amp;", "&"},
    {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "},
};

constexpr std::string_view tags[] = {"pre", "code", "span", "div", "p",  "br",     "b", "i",
                                     "a",   "font", "td",   "tr",  "li", "strong", "em"};

// Only these make a text HTML: "x = &lt;" alone could be C.
constexpr std::string_view tell_tales[] = {
    "-&gt;",   "&lt;=",        "&gt;=",      "s&lt;",  "s&gt;",   "&lt;&lt;", "&gt;&gt;",
    "&quot;",  "&#39;",        "&#x27;",     "&apos;", "&nbsp;",  "<br>",     "<br/>",
    "<br />",  "<pre>",        "<pre ",      "</pre>", "</span>", "</code>",  "&lt; 0x",
    "&gt; 0x", "&lt;invalid ", "&amp;&amp;", "&amp; "};

// "&#39;", "&#x27;"
std::optional<uint32_t> code_of(std::string_view entity) {
  if (!entity.starts_with("&#")) return std::nullopt;
  std::string_view digits = entity.substr(2, entity.size() - 3);
  const bool is_hex = digits.starts_with('x') || digits.starts_with('X');
  if (is_hex) digits.remove_prefix(1);
  uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return code;
}

// Takes an entity from the front of `rest`.
bool take_entity(std::string_view& rest, std::string& text) {
  for (const Entity& entity : entities) {
    if (!rest.starts_with(entity.name)) continue;
    text += entity.text;
    rest.remove_prefix(entity.name.size());
    return true;
  }
  const size_t end = rest.substr(0, 10).find(';');
  if (end == std::string_view::npos) return false;
  const std::optional<uint32_t> code = code_of(rest.substr(0, end + 1));
  if (!code || *code == 0 || *code == '\n') return false;
  append_utf8(*code, text);
  rest.remove_prefix(end + 1);
  return true;
}

// Takes a tag that we know; "<br>" is a line end.
bool take_tag(std::string_view& rest, std::string& text) {
  const size_t end = rest.substr(0, 300).find('>');
  if (end == std::string_view::npos) return false;
  std::string_view inside = rest.substr(1, end - 1);
  if (inside.starts_with('/')) inside.remove_prefix(1);
  size_t length = 0;
  while (length < inside.size() && std::isalpha(static_cast<unsigned char>(inside[length])) != 0)
    length++;
  const std::string_view name = inside.substr(0, length), behind = inside.substr(length);
  const bool is_tag = behind.empty() || behind.starts_with(' ') || behind.starts_with('/');
  if (!is_tag || std::find(std::begin(tags), std::end(tags), name) == std::end(tags)) return false;
  if (name == "br") text += '\n';
  rest.remove_prefix(end + 1);
  return true;
}

std::string without_markup(std::string_view line) {
  std::string text;
  while (!line.empty()) {
    const size_t plain = std::min(line.find_first_of("&<"), line.size());
    text.append(line.substr(0, plain));
    line.remove_prefix(plain);
    if (line.empty()) break;
    const bool taken = line.front() == '&' ? take_entity(line, text) : take_tag(line, text);
    if (taken) continue;
    text += line.front();
    line.remove_prefix(1);
  }
  return text;
}

bool is_html(const CarriedLines& carried) {
  return std::any_of(carried.lines.begin(), carried.lines.end(), [](const CarriedLine& line) {
    if (line.text.find_first_of("&<") == std::string_view::npos) return false;
    return std::any_of(std::begin(tell_tales), std::end(tell_tales), [&](std::string_view words) {
      return line.text.find(words) != std::string_view::npos;
    });
  });
}

}  // namespace

bool strip_html(CarriedLines& carried) {
  if (!is_html(carried)) return false;
  std::vector<CarriedLine> lines;
  bool any = false;
  for (const CarriedLine& line : carried.lines) {
    if (line.text.find_first_of("&<") == std::string_view::npos) {
      lines.push_back(line);
      continue;
    }
    std::string text = without_markup(line.text);
    if (text == line.text) {
      lines.push_back(line);
      continue;
    }
    any = true;
    // The line end behind "<br>" is the same one.
    add_each_line(carried.keep(std::move(text)), line.number, lines);
  }
  if (any) carried.lines = std::move(lines);
  return any;
}

}  // namespace bpflens
