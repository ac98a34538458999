// Fields of a page's YAML, each checked, and the complaint if one is wrong.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "facts/result.h"
#include "tools/embed/shape.h"

namespace bpflens {

// A value of the YAML, and the line of the page on which it stands.
struct Yaml {
  enum class Kind : uint8_t { Nothing, Text, List, Map };
  Kind kind = Kind::Nothing;
  int line = 1;
  std::string scalar;
  std::vector<Yaml> keys;   // of a map
  std::vector<Yaml> items;  // of a list, or the values of a map

  explicit operator bool() const { return kind != Kind::Nothing; }
  bool is_list() const { return kind == Kind::List; }
  bool is_map() const { return kind == Kind::Map; }
  // A field of a map; one of kind Nothing if there is none.
  const Yaml& operator[](std::string_view name) const;
  // What is no text is complained of.
  const std::string& text() const;
};

// What is wrong, and on which line of the page; thrown by the readers of fields and caught in
// `read_page`.
struct Complaint : std::runtime_error {
  Complaint(int at, const std::string& why) : std::runtime_error(why), line(at) {}
  int line;
};

struct SplitPage {
  std::string front, body;
};

SplitPage split_page(std::string_view text);
// Of the YAML between the two lines "---" at the top of a page.
Yaml fields_of(const std::string& front);

void reject_unknown_fields(const Yaml& front, std::span<const std::string_view> known);
std::string text_of(const Yaml& front, const std::string& field);
std::string text_or_nothing(const Yaml& front, const std::string& field);
bool is_true(const Yaml& field);
std::string word_of(const Yaml& front, const std::string& field,
                    std::span<const std::string_view> known);

bool is_id(const std::string& id, std::string_view prefix);
std::string id_of(const Yaml& front, std::string_view prefix);
std::string slug_of(const Yaml& front, const std::string& expected);

// The label axes of the project's cases.
std::span<const std::string_view> mechanisms();
std::span<const std::string_view> layers();

// The shapes of a list, compiled; empty if there is none.
std::vector<CompiledShape> shapes_of(const Yaml& list, ShapeOf kind);

// The headings of "What to type", one per line.
std::string causes_of(const std::string& body);
void check_body(const std::string& body);

template <typename Read>
auto read_page(Read read, std::string_view text, const std::string& name, const std::string& slug)
    -> Result<decltype(read(text, slug))> {
  try {
    return read(text, slug);
  } catch (const Complaint& complaint) {
    return Error{name + ":" + std::to_string(complaint.line), complaint.what(), ""};
  }
}

}  // namespace bpflens
