// What of a log is missing, and what that means for what is said of the rest.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "facts/page.h"
#include "facts/trace.h"

namespace bpflens {

bool is_cut(const Capture& capture);

// What the kernel's sentence is about, if there is one.
enum class Said : uint8_t { Nothing, OfInsn, OfProgram };

// One note per part that is missing.
std::vector<std::string> notes_of_cut(const Capture& capture, Said said);

// The lines of a sentence that can be trusted where the log's first or last line may be torn: one
// that no page knows may be half a line.
std::vector<std::string> whole_lines(const std::vector<std::string>& sentence,
                                     const Capture& capture, std::span<const MessagePage> pages);

}  // namespace bpflens
