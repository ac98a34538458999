// Reads a text that holds no log, but the kernel's message: one line of an error, perhaps behind a
// loader's words, or a log's last lines without their numbers.
#pragma once

#include <vector>

#include "facts/trace.h"
#include "read/log_program.h"
#include "read/text.h"

namespace bpflens {

// One Trace without steps per message, in order.
std::vector<Trace> read_messages(const Text& text, const IsSentence& is_sentence);

// What a text without log and message holds of a loader's words: its first lines.
Capture read_loader_words(const Text& text);

}  // namespace bpflens
