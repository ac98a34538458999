#include "report.h"

#include <span>
#include <utility>

#include "render/diff.h"
#include "render/short.h"
#include "render/text.h"

namespace bpflens {

Report::Report(Format format, bool colour)
    : format_(format), colour_(colour), json_(BPFLENS_VERSION) {}

void Report::add(const ProgramResult& result) {
  const std::span<const ProgramResult> one(&result, 1);
  switch (format_) {
    case Format::Text:
      text_ += render_text(one, {colour_, !text_.empty()});
      break;
    case Format::Short:
      text_ += render_short(one);
      break;
    case Format::Json:
      json_.add(result);
      break;
    case Format::Diff:
      if (!result.findings.empty()) with_findings_.push_back(result);
      break;
  }
}

std::string Report::finish() {
  if (format_ == Format::Json) return json_.finish();
  return format_ == Format::Diff ? render_diff(with_findings_).text : std::move(text_);
}

}  // namespace bpflens
