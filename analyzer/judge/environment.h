// A load failed, and the verifier does not say why: which page fits what is known of it?
#pragma once

#include <span>

#include "facts/finding.h"
#include "facts/page.h"
#include "facts/trace.h"

namespace bpflens {

// The first page that fits the loader's error and what the log shows; one that names no error
// stands for all others. Null where the load did not fail, or the log says why.
const EnvironmentPage* environment_of(const Trace& trace, std::span<const EnvironmentPage> pages);

// It has no instruction: none was refused.
Finding environment_finding(const EnvironmentPage& page, const Trace& trace);

}  // namespace bpflens
