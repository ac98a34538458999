// Something failed, and the verifier does not say why: which page fits what is known of it?
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "facts/failed_call.h"
#include "facts/finding.h"
#include "facts/page.h"
#include "facts/trace.h"

namespace bpflens {

struct FoundEnvironment {
  const EnvironmentPage* page = nullptr;
  const MessagePattern* pattern = nullptr;  // of the page; null if it was not chosen by words
  FailedCall call;                          // what the page is about; empty where only words fit
};

// The failed calls of the lines around a log, or of a text without one, the likeliest first.
std::vector<FailedCall> calls_outside(const Trace& trace, std::span<const CallWording> wordings);

// Every page that fits the likeliest of the calls that any page fits, the most specific page first.
std::vector<FoundEnvironment> all_environments(const Trace& trace,
                                               std::span<const EnvironmentPage> pages,
                                               std::span<const CallWording> wordings);

// The most specific one. Nullopt where nothing failed, no page fits, or the log says why.
std::optional<FoundEnvironment> environment_of(const Trace& trace,
                                               std::span<const EnvironmentPage> pages,
                                               std::span<const CallWording> wordings);

// True if neither of two pages says more of the failure than the other: a defect of the pages.
bool equally_specific(const FoundEnvironment& a, const FoundEnvironment& b);

// It has no instruction: none was refused.
Finding environment_finding(const FoundEnvironment& found, const Trace& trace);

}  // namespace bpflens
