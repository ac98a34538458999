// Whatever comes in passes here: the text of a log, the names of inputs, the user's source, errors.
#include "redacted_input.h"

#include <utility>

#include "read/carrier.h"
#include "read/kept_bytes.h"

namespace bpflens {

Result<RedactedText> redacted_text(const Text& text, Redaction& redaction) {
  std::string name = redacted_name(text.name, redaction);
  // Two bytes per character, escapes, a path that a terminal broke: all that is undone first.
  Uncarried bare = without_carriers(text);
  KeptBytes copy;
  redact(bare.text, redaction, [&](std::string_view bytes) { copy.append(bytes); });
  // A log that is not whole would be explained as if it were.
  if (copy.failure()) return *copy.failure();
  Result<Text> redacted = copy.take_text(std::move(name));
  if (!redacted) return redacted.error();
  redacted.value().line_in_file = bare.text.line_in_file;
  return RedactedText{std::move(redacted.value()), std::move(bare.carriers)};
}

std::string redacted_name(const std::string& input, Redaction& redaction) {
  return redaction.path(input);
}

Error redacted_error(Error error, Redaction& redaction) {
  error.what = redaction.path(error.what);
  error.why = redaction.line(error.why);
  return error;
}

FindSources redacted_sources(FindSources find, Redaction& redaction) {
  if (!find) return find;
  return [find = std::move(find), &redaction](std::span<const SourceSpan> lines) {
    std::vector<SourceFile> files = find(lines);
    for (SourceFile& file : files) {
      file.path = redaction.path(file.path);
      for (auto& [number, line] : file.lines) line = redaction.source_line(line);
    }
    return files;
  };
}

}  // namespace bpflens
