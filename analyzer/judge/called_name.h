// What is a function of the program called that one of its lines calls?
#pragma once

#include <string>

#include "facts/finding.h"

namespace bpflens {

// By the words of the line, where they call one function that is no helper; else empty.
std::string called_name(const Place& call);

}  // namespace bpflens
