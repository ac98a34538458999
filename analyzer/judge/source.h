// Which line of which file does each instruction of a failing path come from?
#pragma once

#include "facts/finding.h"
#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

// Lines of whole files where `find` has them and they say what the log says; else the log's own.
SourceView source_view(const Trace& trace, UnitIndex unit, const FindSources& find);

// The place with file, line and whole text as `source` has them; unchanged unless that is a whole
// file. True if it is.
bool locate(Place& place, const SourceView& source);

}  // namespace bpflens
