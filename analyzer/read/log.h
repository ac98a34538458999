// Reads verifier logs of every era from 4.14 to 7.3: which programs, which units, which path was
// walked to the rejected instruction, what the kernel said. Lines that are not understood are kept
// and counted, never dropped. Bytes may be anything.
#pragma once

#include <vector>

#include "facts/trace.h"
#include "facts/walk.h"
#include "read/text.h"

namespace bpflens {

// One Trace per program load found in the text, in order; empty if there is no verifier text.
// The traces keep `text` alive and read from it on demand.
std::vector<Trace> read_logs(const Text& text);

// The same with all that was walked, of which a Trace has the last path only.
std::vector<Walk> read_walks(const Text& text);

}  // namespace bpflens
