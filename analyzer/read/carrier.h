// Takes a log out of what carried it here: journald's dates, JSON, a quotation, colours, a
// terminal's width. Carriers stand inside each other in any order; each is recognised by lines that
// are a verifier's once it is taken off.
#pragma once

#include <string>
#include <vector>

#include "read/text.h"

namespace bpflens {

struct Uncarried {
  Text text;                          // the text itself where nothing had to be taken off
  std::vector<std::string> carriers;  // by name, in the order in which they were taken off
};

// Only a sample is looked at where a text is too large to have been pasted; if nothing is found
// there, the text is as the kernel printed it. Else it is rewritten piece by piece, so that memory
// stays bounded if the text has a place for a copy.
Uncarried without_carriers(const Text& text);

}  // namespace bpflens
