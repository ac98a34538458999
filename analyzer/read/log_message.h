// Reads a text that holds no log, but the kernel's message: one line of an error, perhaps behind a
// loader's words, or a log's last lines without their numbers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "facts/trace.h"
#include "read/text.h"

namespace bpflens {

// Whether the kernel says this, one line or two.
using IsSentence = std::function<bool(const std::vector<std::string>&)>;

// One Trace without steps per message, in order.
std::vector<Trace> read_messages(const Text& text, const IsSentence& is_sentence);

// What a text without log and message holds of a loader's words: its first lines.
Capture read_loader_words(const Text& text);

}  // namespace bpflens
