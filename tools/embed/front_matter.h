// Reads one page: YAML between two lines "---", then Markdown. Every complaint names the file, the
// line and what is wrong there, because it is read as a build error.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/obligation.h"
#include "facts/page.h"
#include "facts/result.h"
#include "tools/embed/shape.h"

namespace bpflens {

struct MessageSource {
  std::string id, slug, title, mechanism, layer;
  std::string says;  // one alternative per line
  ObligationKind obligation = ObligationKind::Other;
  bool at_insn = true;
  SelectedBy selected_by = SelectedBy::Sentence;
  Since since = Since::Nothing;
  std::vector<CompiledShape> patterns;
  std::string kernels;                // "5.8 to 7.3"; empty for a page without patterns
  std::vector<std::string> pitfalls;  // ids of related ones
  std::string body;
  std::string causes;  // the headings of "What to type", one per line
};

struct PitfallSource {
  std::string id, slug, title, rewrite_title, rewrite_reason, body;
};

struct LoaderSource {
  std::string slug, name, over, whole_log, larger_log, every_step, where, tried, body;
  std::vector<std::string> tells;
};

// `name`: the file's name as complaints show it; `slug`: what it must be called.
Result<MessageSource> read_message_page(std::string_view text, const std::string& name,
                                        const std::string& slug);
Result<PitfallSource> read_pitfall_page(std::string_view text, const std::string& name,
                                        const std::string& slug);
Result<LoaderSource> read_loader_page(std::string_view text, const std::string& name,
                                      const std::string& slug);

}  // namespace bpflens
