// Which calls does a text say failed? Lines of loaders and of strace, with the wordings that the
// pages know.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "facts/failed_call.h"
#include "facts/page.h"

namespace bpflens {

// The likeliest one first: a loader's words in the order of the text, then traced calls, the last
// of them first.
std::vector<FailedCall> failed_calls(std::span<const std::string> lines,
                                     std::span<const CallWording> wordings);

}  // namespace bpflens
