// Each rule.cc defines one Rule named after its folder; registry.inc lists them.
#include "rules/registry.h"

namespace bpflens {

#define BPFLENS_RULE(name) extern const Rule name;
#include "rules/registry.inc"
#undef BPFLENS_RULE

std::span<const Rule* const> all_rules() {
#define BPFLENS_RULE(name) &name,
  static constexpr const Rule* rules[] = {
#include "rules/registry.inc"
  };
#undef BPFLENS_RULE
  return rules;
}

}  // namespace bpflens
