// bpflens as a library: puts the stages together.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"
#include "facts/limits.h"
#include "facts/object.h"
#include "facts/page.h"
#include "facts/result.h"
#include "facts/source.h"
#include "facts/walk.h"
#include "read/text.h"

namespace bpflens {

// What is at hand besides a text.
struct ExplainWith {
  FindSources find_sources;  // with it findings show their lines, and rewrites become edits of them
  TellLimits tell_limits = TellLimits::WhereExceeded;
  std::shared_ptr<const Object> object;  // what was loaded: its lines and names; null: not at hand
};

// Explains every program load in a text, in order, each handed over when its log ends; none if it
// holds no verifier log. A log that is not of the object is explained without it: the error says
// of the last such one where they part.
using TakeResult = std::function<void(ProgramResult&&)>;
std::optional<Error> explain(const Text& text, const ExplainWith& with, const TakeResult& take);
std::vector<ProgramResult> explain(const Text& text, const FindSources& find_sources = {});

// Other loads of the same programs, to compare with. `name` is that of their text.
struct OtherLoads {
  std::string name;
  std::vector<Walk> walks;  // empty if the text holds no verifier log
};
// What to type to get a log, where a text holds a loader's words but no log; empty if it does not.
std::string how_to_get_log(const Text& text);

// What a text without a log says failed, where no page knows why; nullopt if it says nothing.
std::optional<FailedCall> failed_call_in(const Text& text);

OtherLoads other_loads(const Text& text);

struct ExplainedPair {
  std::vector<ProgramResult> results;
  std::optional<Error> error;  // why one of them was not compared, or is not of the object
};

// The same as `explain`, each rejected load beside another one of the same program.
ExplainedPair explain_against(const Text& text, const OtherLoads& others,
                              const ExplainWith& with = {});

// All pages, sorted by id.
std::span<const LoaderPage> loader_pages();  // by slug
std::span<const MessagePage> message_pages();
std::span<const EnvironmentPage> environment_pages();
std::span<const PitfallPage> pitfall_pages();

// By id or slug ("BL001", "bounds-check-folded"); null if there is none.
const PitfallPage* find_pitfall(std::string_view id_or_slug);
const MessagePage* find_message_page(std::string_view id_or_slug);
const EnvironmentPage* find_environment_page(std::string_view id_or_slug);

// The page that a kernel's sentence belongs to; null if none.
const MessagePage* match_message(std::string_view sentence);

}  // namespace bpflens
