// What cannot seek (a pipe, a terminal) as Text. Left out of BPFLENS_TEXT_ONLY builds.
#pragma once

#include <string>

#include "facts/result.h"
#include "read/descriptor.h"
#include "read/text.h"

namespace bpflens {

// A short one is copied into memory, a longer one to a temporary file that has no name and is gone
// when the last reader is; of a huge one, the rest is copied when the reader comes there.
Result<Text> spooled(const SharedDescriptor& from, std::string name);

}  // namespace bpflens
