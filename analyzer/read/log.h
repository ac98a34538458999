// Reads verifier logs of every era from 4.14 to 7.3: which programs, which units, which path was
// walked to the rejected instruction, what the kernel said. Lines that are not understood are kept
// and counted, never dropped. Bytes may be anything.
#pragma once

#include <functional>
#include <vector>

#include "facts/trace.h"
#include "facts/walk.h"
#include "read/log_program.h"
#include "read/text.h"

namespace bpflens {

// One Trace per program load found in the text, in order, each handed over when it ends: a text may
// hold thousands. None if there is no verifier text. The traces keep `text` alive and read from it
// on demand.
// `is_sentence` decides about lines that stand before bare statistics; null: any is believed.
void read_logs(const Text& text, const std::function<void(Trace&&)>& take,
               const IsSentence& is_sentence = nullptr);
std::vector<Trace> read_logs(const Text& text, const IsSentence& is_sentence = nullptr);

// The same with all that was walked, of which a Trace has the last path only.
std::vector<Walk> read_walks(const Text& text);

}  // namespace bpflens
