// What real kernels said of the programs of a page.
#pragma once

#include <span>
#include <string>

#include "session/session.h"

namespace bpflens {

// Programs, kernels and compilers with the same answer are told together; empty without rows.
std::string proof_text(std::span<const ProofRow> proof);

}  // namespace bpflens
