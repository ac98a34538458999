// Cuts a shape at its holes and writes the regular expression piece by piece.
#include "tools/embed/shape.h"

#include <array>
#include <optional>
#include <span>

namespace bpflens {
namespace {

struct Hole {
  std::string_view name;
  std::string_view regex;
  bool is_kept;  // becomes a named group, once per shape
};

constexpr std::string_view number = "[-+]?(?:0x[0-9a-f]+|[0-9]+)";

constexpr std::array holes{
    Hole{"register", R"(R[0-9]+|\*\(R[0-9]+[-+][0-9]+\))", true},
    Hole{"offset", number, true},
    Hole{"size", number, true},
    Hole{"limit", number, true},
    Hole{"insn", number, true},
    Hole{"acquired", number, true},
    Hole{"argument", "[0-9]", true},
    Hole{"least", number, true},
    Hole{"most", number, true},
    Hole{"span", number, true},
    Hole{"found", "[A-Za-z0-9_]+", true},
    Hole{"name", ".+?", true},
    Hole{"helper", number, true},
    Hole{"number", number, false},
    Hole{"word", R"(\S+)", false},
    Hole{"text", ".+", false},
};

// Of a line that a loader prints.
constexpr std::array line_holes{
    Hole{"operation", "[A-Z_]+", true}, Hole{"error", ".+?", true},
    Hole{"name", R"(\S+?)", true},      Hole{"map", R"(\S+?)", true},
    Hole{"device", R"(\S+?)", true},    Hole{"path", ".+?", true},
    Hole{"value", ".+?", true},         Hole{"number", number, false},
    Hole{"word", R"(\S+)", false},      Hole{"text", ".+", false},
    Hole{"any", ".*", false},
};

// Of what is said of it.
constexpr std::array said_holes{
    Hole{"error", "", true}, Hole{"name", "", true},   Hole{"map", "", true},
    Hole{"path", "", true},  Hole{"device", "", true}, Hole{"value", "", true},
    Hole{"call", "", true},
};

std::span<const Hole> holes_in(ShapeOf kind) {
  if (kind == ShapeOf::Said) return said_holes;
  return kind == ShapeOf::Line ? std::span<const Hole>(line_holes) : std::span<const Hole>(holes);
}

const Hole* find_hole(std::string_view name, ShapeOf kind) {
  for (const Hole& hole : holes_in(kind))
    if (hole.name == name) return &hole;
  return nullptr;
}

std::string_view readme_of(ShapeOf kind) {
  return kind == ShapeOf::Sentence ? "rules/messages/README.md" : "rules/environment/README.md";
}

// A fixed part, a hole, or a hole that one fixed text fills: "{found:pkt_end}".
struct Piece {
  std::string_view text;
  const Hole* hole = nullptr;
  std::string_view only;
};

Result<std::vector<Piece>> pieces_of(std::string_view text, ShapeOf kind) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open != 0) pieces.push_back({text.substr(0, open), nullptr, {}});
    if (open == std::string_view::npos) break;
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos)
      return Error{"", "'{' without '}'", "write the hole whole"};
    const std::string_view name = text.substr(open + 1, close - open - 1);
    // bpf_spin_{lock,unlock} is how some kernel messages are written, awk '{print $1}' a command.
    const size_t colon = name.find(':');
    const Hole* hole = find_hole(name.substr(0, colon), kind);
    if (!hole && name.find_first_of(", ") == std::string_view::npos)
      return Error{"", "unknown hole {" + std::string(name) + "}",
                   std::string(readme_of(kind)) + " lists the holes"};
    const bool is_filled = hole && colon != std::string_view::npos;
    pieces.push_back({text.substr(open, close - open + 1), hole,
                      is_filled ? name.substr(colon + 1) : std::string_view()});
    text.remove_prefix(close + 1);
  }
  return pieces;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string group_of(const Piece& piece, bool named) {
  const std::string head = named ? "(?P<" + std::string(piece.hole->name) + ">" : "(?:";
  return head + (piece.only.empty() ? std::string(piece.hole->regex) : escaped(piece.only)) + ")";
}

}  // namespace

Result<CompiledShape> compile_shape(std::string_view shape, ShapeOf kind) {
  const Result<std::vector<Piece>> pieces = pieces_of(shape, kind);
  if (!pieces) return pieces.error();
  CompiledShape out;
  out.shape = shape;
  std::string fixed;  // fixed pieces side by side are one literal
  for (const Piece& piece : pieces.value()) {
    const std::string_view text = piece.hole ? piece.only : piece.text;
    fixed = text.empty() ? "" : fixed + std::string(text);
    out.literal_length += static_cast<int>(text.size());
    if (fixed.size() > out.literal.size()) out.literal = fixed;
    if (!piece.hole) {
      out.regex += escaped(text);
      continue;
    }
    // A register that occurs twice is the same one: the second is not kept.
    const bool named =
        piece.hole->is_kept && out.fills.insert(std::string(piece.hole->name)).second;
    out.regex += group_of(piece, named);
  }
  if (kind == ShapeOf::Line) out.regex += "$";
  if (out.literal.size() < 5)
    return Error{"", "the fixed parts are too short to recognise a sentence by", "add more text"};
  return out;
}

Result<std::vector<std::string>> holes_of(std::string_view text, ShapeOf kind) {
  const Result<std::vector<Piece>> pieces = pieces_of(text, kind);
  if (!pieces) return pieces.error();
  std::vector<std::string> names;
  for (const Piece& piece : pieces.value())
    if (piece.hole) names.emplace_back(piece.hole->name);
  return names;
}

}  // namespace bpflens
