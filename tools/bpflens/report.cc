#include "report.h"

#include <utility>

#include "render/diff.h"
#include "render/short.h"
#include "render/text.h"

namespace bpflens {

Report::Report(Format format, bool colour)
    : format_(format), colour_(colour), json_(BPFLENS_VERSION) {}

void Report::add(const ProgramResult& result) {
  switch (format_) {
    case Format::Text:
      text_ += text_of(result, {colour_, !text_.empty()});
      break;
    case Format::Short:
      text_ += short_text_of(result);
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
