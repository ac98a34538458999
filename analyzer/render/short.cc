// One line per finding: place, severity, id, message.
#include "render/short.h"

#include <fmt/format.h>

#include "render/printable.h"
#include "render/words.h"

namespace bpflens {

std::string render_short(const ProgramResult& result) {
  std::string lines;
  for (const Finding& finding : result.findings) {
    lines +=
        fmt::format("{}: {}[{}]: {}\n", place_name(finding.location, result.input),
                    name_of(finding.severity), printable(finding.rule), printable(finding.message));
  }
  if (result.verdict == Verdict::Unknown) {
    lines += fmt::format("{}: unknown: {}\n", input_name(result.input), printable(result.reason));
  }
  return lines;
}

std::string render_short(const std::vector<ProgramResult>& results) {
  std::string lines;
  for (const ProgramResult& result : results) lines += render_short(result);
  return lines;
}

}  // namespace bpflens
