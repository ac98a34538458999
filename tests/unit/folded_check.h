// Programs whose bounds check clang folds or removes, written by hand, for the tests of that
// pitfall.
#pragma once

#include <string>
#include <vector>

#include "catch.h"
#include "judge/explain.h"
#include "rules/pages.h"
#include "rules/registry.h"
#include "unit/explained_log.h"
#include "unit/judge_traces.h"

namespace bpflens::folded_check {

using namespace hand_built;

inline const std::string read_through_end = "R1 invalid mem access 'pkt_end'";
constexpr int32_t data = 0, data_end = 4;

inline std::string printed_register(const RegisterState&, Era) { return ""; }

inline std::string printed_slot(const StackSlot&, Era) { return ""; }

inline Finding leading(const Trace& trace, const FindSources& find_sources = {}) {
  const Knowledge knowledge{embedded_messages(), embedded_pitfalls(), all_rules()};
  const auto result =
      explain_trace(trace, knowledge, {printed_register, printed_slot}, find_sources);
  REQUIRE(result.findings.size() == 1);
  return result.findings[0];
}

inline NamedRegister end_in(RegisterNumber number) {
  return {number, of_type(RegisterType::PktEnd)};
}
inline NamedRegister packet_in(RegisterNumber number, int64_t offset = 0) {
  RegisterState state = of_type(RegisterType::Pkt);
  state.offset = offset;
  state.scalar = constant_scalar(0);
  return {number, state};
}
inline NamedRegister number_in(RegisterNumber number) {
  return {number, of_type(RegisterType::Scalar)};
}

inline std::string in_function(const std::string& body) {
  return "int f(struct xdp_md *ctx)\n{\n\tu8 *data = (void *)(long)ctx->data;\n"
         "\tu8 *data_end = (void *)(long)ctx->data_end;\n\tu64 size = data_end - data;\n" +
         body + "}\n";
}

inline std::vector<std::string> texts_of(const Finding& finding) {
  std::vector<std::string> texts;
  for (const ProofEvent& event : finding.proof) texts.push_back(event.text);
  return texts;
}

}  // namespace bpflens::folded_check
