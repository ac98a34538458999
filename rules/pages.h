// The knowledge that is compiled in: tools/embed writes these tables from the pages under rules/.
#pragma once

#include <span>

#include "facts/page.h"
#include "facts/section_name.h"

namespace bpflens {

// Sorted by id.
std::span<const MessagePage> embedded_messages();
std::span<const PitfallPage> embedded_pitfalls();
std::span<const EnvironmentPage> embedded_environment();
// Sorted by program, in the order of its file.
std::span<const CallWording> embedded_calls();
// Sorted by number.
std::span<const HelperVersions> embedded_helpers();
// Sorted by name.
std::span<const SectionName> embedded_sections();
// Sorted by slug.
std::span<const LoaderPage> embedded_loaders();

}  // namespace bpflens
