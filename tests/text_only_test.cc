// Is a log explained when there is nothing but memory? The test of BPFLENS_TEXT_ONLY builds, which
// have no Catch2, no files and no tool.
#include <string>
#include <string_view>
#include <vector>

#include "session/session.h"

using namespace bpflens;

namespace {

constexpr std::string_view log = R"(func#0 @0
0: R1=ctx() R10=fp0
0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
1: (71) r0 = *(u8 *)(r2 +5)
invalid access to packet, off=5 size=1, R2(id=0,off=5,r=0)
R2 offset is outside of the packet
processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
)";

constexpr std::string_view sentence = "invalid access to packet, off=5 size=1, R2(id=0,off=5,r=0)";

bool is_explained(const std::vector<ProgramResult>& results) {
  if (results.size() != 1) return false;
  const ProgramResult& result = results.front();
  return result.verdict == Verdict::Rejected && result.place.insn == 1u &&
         !result.sentence.empty() && result.sentence.front() == sentence &&
         !result.message_id.empty() && !result.findings.empty();
}

}  // namespace

// The exit code says which of the two failed.
int main() {
  if (!is_explained(explain(text_in_memory(std::string(log), "memory")))) return 1;
  if (!explain(text_in_memory("no log at all", "memory")).empty()) return 2;
  return 0;
}
