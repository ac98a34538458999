// Which line of which file does each instruction of a failing path come from?
#pragma once

#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

// Lines of whole files where `find` has them and they say what the log says; else the log's own.
SourceView source_view(const Trace& trace, UnitIndex unit, const FindSources& find);

}  // namespace bpflens
