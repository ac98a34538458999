// Does the rejected load get a register back from the stack that no path here has kept there? Clang
// stores a variable where it gets its value, and not where it has none.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "facts/evidence.h"
#include "judge/c_declaration.h"
#include "judge/c_expression.h"
#include "judge/c_statement.h"
#include "judge/drafted_finding.h"
#include "judge/proof_memory.h"

namespace bpflens {
namespace {

constexpr int64_t stack_bytes = 512;

// Registers are kept in places of their own, and fetched through R10 itself. From -mcpu=v3 on clang
// keeps a 32-bit register in 4 bytes.
bool is_fill(const Insn& insn) {
  return insn.kind == InsnKind::Load && insn.src == frame_pointer &&
         (insn.size_bytes == 8 || insn.size_bytes == 4) && insn.sign_extend_bits == 0 &&
         insn.offset % insn.size_bytes == 0 && insn.offset < 0 && insn.offset >= -stack_bytes;
}

// The kernel complains of the first byte of this slot.
bool is_about(const Obligation& wanted, const Insn& fill) {
  const bool is_unwritten =
      wanted.kind == ObligationKind::StackInitialised && wanted.limit.value_or(-1) == 0;
  const bool is_below_all = wanted.kind == ObligationKind::StackRange;
  return (is_unwritten || is_below_all) && wanted.offset == fill.offset &&
         wanted.size == fill.size_bytes;
}

bool is_pointer_made(const Insn& insn) {
  return insn.kind == InsnKind::Alu && insn.operation == Operation::Add && !insn.src_is_register;
}

// Could an object of the program, whose address was taken, reach to this slot? Then it is one of
// the user's variables, which no load of clang's own would go to.
bool may_be_in_object(ProofWalk& walk, StepIndex step, const Holder& slot) {
  const Insn& insn = walk.code.at(step);
  if (!is_pointer_made(insn) || insn.imm >= 0 || insn.imm > slot.where) return false;
  const uint32_t own_frame = walk.seen.step(step).frame;
  const Holder pointer{false, own_frame, insn.dst, 8};
  const History history = history_before(walk, step, pointer);
  return history.origin.kind == OriginKind::FramePointer &&
         history.origin.holder.frame == slot.frame;
}

// Is the slot written, or its address taken, by any instruction of the path?
bool is_touched(ProofWalk& walk, StepIndex fill, const Holder& slot) {
  for (StepIndex step = 0; step < fill; step++) {
    if (walk.steps_left == 0) return true;
    walk.steps_left--;
    const Insn& insn = walk.code.at(step);
    if (may_be_in_object(walk, step, slot)) return true;
    if (insn.kind != InsnKind::Store && insn.kind != InsnKind::Atomic) continue;
    const auto written = stack_access(walk, step, walk.seen.step(step).frame, insn.dst).bytes;
    if (written && overlap(*written, slot)) return true;
  }
  return false;
}

// What the source says of the line that needs the value.
struct UsedVariables {
  bool has_address_taken = false;  // one of them is a variable that lies on the stack anyway
  std::vector<std::string> unset;  // declared without a value
};

bool is_address_taken(const CTree& tree, std::string_view name) {
  return std::ranges::any_of(tree.nodes, [&](const CNode& node) {
    if (node.kind != CNodeKind::Unary || node.op != "&") return false;
    const CNodeIndex variable = without_casts(tree, node.left);
    return tree.at(variable).kind == CNodeKind::Name && written(tree, variable) == name;
  });
}

void add_variable(UsedVariables& used, const CText& text, const CTree& tree, CRange function,
                  size_t token) {
  const std::string name(text.tokens[token].text);
  const auto declared = declaration_of(text, function, name, token);
  if (is_address_taken(tree, name)) used.has_address_taken = true;
  const bool is_unset = declared && !declared->is_parameter && declared->initialiser.is_empty();
  if (is_unset && std::ranges::find(used.unset, name) == used.unset.end())
    used.unset.push_back(name);
}

UsedVariables variables_at(const Evidence& seen, uint32_t insn) {
  UsedVariables used;
  const auto at = seen.source.find(insn);
  if (!at) return used;
  const CText text = read_c(seen.source.files[at->file]);
  const CRange function = function_around(text, at->line), line = tokens_of_line(text, at->line);
  const CTree tree = read_expressions(text, function);
  for (const CNode& node : tree.nodes)
    if (node.kind == CNodeKind::Name && line.has(node.range.begin))
      add_variable(used, text, tree, function, node.range.begin);
  return used;
}

std::string slot_text(const Insn& fill) { return "fp" + std::to_string(fill.offset); }

std::string message_of(const Insn& fill, const UsedVariables& used) {
  const bool is_named = used.unset.size() == 1;
  return "R" + std::to_string(fill.dst) + " is loaded from " + slot_text(fill) +
         ", where clang probably keeps " + (is_named ? used.unset[0] : "one of the variables") +
         " when it runs out of registers; on this path the variable got no value, and nothing was "
         "stored there";
}

Rewrite rewrite_of(const UsedVariables& used) {
  Rewrite rewrite;
  for (const std::string& name : used.unset) rewrite.text += "<its type> " + name + " = 0;\n";
  if (used.unset.empty()) rewrite.text = "<its type> <your variable> = 0;\n";
  rewrite.text.insert(rewrite.text.find('\n'), "  // where it is declared, for every path");
  return rewrite;
}

std::vector<Finding> check(const Evidence& seen) {
  const StepIndex rejected = seen.rejected_step();
  ProofWalk walk(seen);
  const Insn fill = walk.code.at(rejected);
  if (!is_fill(fill) || !is_about(seen.obligation, fill)) return {};
  const Holder slot{true, seen.step(rejected).frame, fill.offset, fill.size_bytes};
  if (is_touched(walk, rejected, slot)) return {};
  const UsedVariables used = variables_at(seen, walk.insn_at(rejected));
  if (used.has_address_taken) return {};
  StoryDraft draft{walk, seen.obligation, rejected};
  tell(draft, rejected, ProofKind::Missing, slot,
       "this loads " + slot_text(fill) + ", where nothing was stored on this path");
  end(draft, Ending::NeverMade, rejected);
  Finding finding = finding_of(std::move(draft));
  finding.message = message_of(fill, used);
  finding.rewrites.push_back(rewrite_of(used));
  return {finding};
}

}  // namespace

extern const Rule unwritten_spill{
    .id = "BL016",
    .slug = "unwritten-spill",
    .severity = Severity::Error,
    .mechanism = "STACK_UNINIT",
    .layer = "lowering_artifact",
    .check = check,
};

}  // namespace bpflens
