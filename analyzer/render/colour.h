// Colours of the text output, for whoever wants them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bpflens {

enum class Paint : uint8_t { Error, Warning, Note, Frame, Help, Strong };

// `text` between the terminal codes of `paint`; unchanged where `wanted` is false.
std::string painted(std::string_view text, Paint paint, bool wanted);

}  // namespace bpflens
