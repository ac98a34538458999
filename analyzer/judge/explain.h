// Why was this program rejected? A Trace and the knowledge in, what the user is told out.
#pragma once

#include <span>
#include <string>

#include "facts/evidence.h"
#include "facts/finding.h"
#include "facts/page.h"
#include "facts/section_name.h"
#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

struct Knowledge {
  std::span<const MessagePage> messages;  // the one without patterns is for unknown sentences
  std::span<const PitfallPage> pitfalls;
  std::span<const Rule* const> rules;  // in the order in which they are asked
  std::span<const LoaderPage> loaders = {};
  std::span<const EnvironmentPage> environment = {};
  std::span<const CallWording> calls = {};
  std::span<const HelperVersions> helpers = {};  // by number
  std::span<const SectionName> sections = {};
};

// The syntax of states belongs to the source of the trace.
struct StatePrinter {
  std::string (*print_register)(const RegisterState&, Era) = nullptr;
  std::string (*print_slot)(const StackSlot&, Era) = nullptr;
};

ProgramResult explain_trace(const Trace& trace, const Knowledge& knowledge,
                            const StatePrinter& printer, const FindSources& find_sources = {},
                            TellLimits tell_limits = TellLimits::WhereExceeded);

}  // namespace bpflens
