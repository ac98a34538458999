// Takes off what a paste has in front of every line of a log: tabs, blanks, "> " of a quotation.
#pragma once

#include "read/text.h"

namespace bpflens {

// The text itself where no log in it is indented, or where it is too large to have been pasted.
// Line numbers stay the same.
Text without_indentation(const Text& text);

}  // namespace bpflens
