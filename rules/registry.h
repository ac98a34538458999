// Which pitfalls are there? The rules of rules/pitfalls/*, in the order of registry.inc.
#pragma once

#include <span>

#include "facts/evidence.h"

namespace bpflens {

std::span<const Rule* const> all_rules();

}  // namespace bpflens
