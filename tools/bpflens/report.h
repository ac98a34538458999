// One output of explain, made result by result: a text may hold thousands of logs, and of each only
// the words are kept.
#pragma once

#include <string>
#include <vector>

#include "facts/finding.h"
#include "options.h"
#include "render/json.h"

namespace bpflens {

class Report {
 public:
  Report(Format format, bool colour);
  void add(const ProgramResult& result);
  std::string finish();  // once, at the end

 private:
  Format format_;
  bool colour_;
  std::string text_;
  JsonReport json_;
  std::vector<ProgramResult> with_findings_;  // a patch is made of all of them
};

}  // namespace bpflens
