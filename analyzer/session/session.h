// bpflens as a library: puts the stages together.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/finding.h"
#include "facts/page.h"
#include "facts/source.h"
#include "read/text.h"

namespace bpflens {

// Explains every program load in a text, in order; empty if it holds no verifier log. With sources
// at hand findings show their lines and rewrites become edits of them.
std::vector<ProgramResult> explain(const Text& text, const FindSources& find_sources = {});

// All pages, sorted by id.
std::span<const MessagePage> message_pages();
std::span<const PitfallPage> pitfall_pages();

// By id or slug ("BL001", "bounds-check-folded"); null if there is none.
const PitfallPage* find_pitfall(std::string_view id_or_slug);
const MessagePage* find_message_page(std::string_view id_or_slug);

// The page that a kernel's sentence belongs to; null if none.
const MessagePage* match_message(std::string_view sentence);

}  // namespace bpflens
