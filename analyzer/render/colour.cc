// The terminal codes of our few colours.
#include "render/colour.h"

#include <fmt/format.h>

namespace bpflens {
namespace {

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::Error:
      return "1;31";
    case Paint::Warning:
      return "1;33";
    case Paint::Note:
    case Paint::Help:
      return "1;36";
    case Paint::Frame:
      return "1;34";
    case Paint::Strong:
      return "1";
  }
  return "0";
}

}  // namespace

std::string painted(std::string_view text, Paint paint, bool wanted) {
  if (!wanted || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(paint), text);
}

}  // namespace bpflens
