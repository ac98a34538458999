// Does any source file crash what reads the user's C and makes patches of it? libFuzzer feeds the
// file; its first bytes say how it came and on which lines the story plays.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "facts/edits.h"
#include "render/diff.h"
#include "rules/pitfalls/bounds-check-folded/words.h"
#include "rules/pitfalls/checked-copy-not-used/rewrite.h"
#include "rules/pitfalls/linked-delta-offset/rewrite.h"

using namespace bpflens;

namespace {

constexpr size_t head_bytes = 6;

SourceFile file_of(const std::string& bytes, uint8_t flags) {
  SourceFile file;
  file.path = "a.c";
  file.whole = (flags & 1) != 0;
  file.numbered = (flags & 2) != 0;
  file.newline_at_end = (flags & 4) != 0;
  uint32_t number = 0;
  for (size_t at = 0; at <= bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    file.lines.emplace(++number, bytes.substr(at, end - at));
    at = end + 1;
  }
  return file;
}

// Edits that were offered must fit into the file.
void use(const std::optional<Rewrite>& rewrite, const SourceFile& file) {
  if (!rewrite || rewrite->edits.empty()) return;
  ProgramResult result;
  result.findings.resize(1);
  result.findings[0].rewrites.push_back(*rewrite);
  result.sources.push_back(file);
  const Patch patch = render_diff({result});
  if (patch.text.empty() || !patch.notes.empty()) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < head_bytes) return 0;
  const auto count = static_cast<uint64_t>(data[4]) + 1;
  const SourceFile file = file_of(std::string(data + head_bytes, data + size), data[0]);
  const auto line = [&](size_t i) {
    return static_cast<uint32_t>(1 + data[i] % file.lines.size());
  };
  const SourceView source{{file}, {{1, {0, line(1)}}, {2, {0, line(2)}}, {3, {0, line(3)}}}};
  Trace trace;
  trace.units.emplace_back();
  const Replay replay(trace, 0);
  const Obligation obligation;
  const Evidence seen{trace, 0, obligation, replay, source};
  const auto offset = -static_cast<int32_t>(data[5]);
  if (const auto words = words_of_folded(seen, {1, 2, offset})) use(words->rewrite, file);
  if (const auto words = words_of_removed(seen, {3, 2, offset, false})) use(words->rewrite, file);
  const auto constant = static_cast<int64_t>(count);
  if (const auto words = words_of(seen, LinkedStory{1, constant, 3, 2, constant}))
    use(words->rewrite, file);
  CopyStory story;
  story.check_insn = 1;
  story.check = Operation::Gt;
  story.check_constant = count;
  story.use_insn = 2;
  story.read_insn = 3;
  checked_name(seen, story);
  use(rewrite_of(seen, story), file);
  return 0;
}
