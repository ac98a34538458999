// Text as a string literal of JSON, Go, Rust or Python.
#pragma once

#include <string>
#include <string_view>

namespace bpflens {

struct Literal {
  std::string text;   // with its escapes undone
  size_t length = 0;  // of what was read: up to the closing quote, which is not part of it
};

// `body` stands behind the opening quote. No closing quote: all of it.
Literal read_literal(std::string_view body);

}  // namespace bpflens
