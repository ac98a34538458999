// Of which type is this program? A log does not say it; sometimes the C does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "facts/section_name.h"
#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

// Its number; nullopt where no section's name in the C tells it.
std::optional<uint32_t> program_type_of(const Unit& unit, const SourceView& source,
                                        std::span<const SectionName> sections);

}  // namespace bpflens
