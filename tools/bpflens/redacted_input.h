// --redact: everything is redacted on its way in, so that no output can show what was not meant to
// leave.
#pragma once

#include <string>
#include <vector>

#include "facts/result.h"
#include "facts/source.h"
#include "read/redaction.h"
#include "read/text.h"

namespace bpflens {

struct RedactedText {
  Text text;
  std::vector<std::string> carriers;  // taken off before: what they hide could not be seen
};
Result<RedactedText> redacted_text(const Text& text, Redaction& redaction);

// The name of an input as it may be shown.
std::string redacted_name(const std::string& input, Redaction& redaction);

Error redacted_error(Error error, Redaction& redaction);

// The user's files with their lines; `redaction` must outlive it.
FindSources redacted_sources(FindSources find, Redaction& redaction);

}  // namespace bpflens
