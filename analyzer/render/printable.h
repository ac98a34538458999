// Text from a log, made safe to show: an escape sequence in a paste must not move the reader's
// cursor, change the colours or reorder the words. What could is shown as its code instead.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bpflens {

// One line of text. Control characters and bytes that are not UTF-8 become "\x1b", characters that
// reorder or hide others become "\u202e"; a tab becomes four blanks.
std::string printable(std::string_view text);

// Columns that text takes that went through `printable`: one per character.
size_t columns_of(std::string_view text);

// The first `columns` columns, with "..." where something was left out.
std::string shortened(std::string_view text, size_t columns);

}  // namespace bpflens
