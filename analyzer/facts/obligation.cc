// The names of obligations, as in the JSON and in a page's front matter.
#include "facts/obligation.h"

#include <array>
#include <cassert>

namespace bpflens {
namespace {

struct Row {
  ObligationKind kind;
  std::string_view name;
};

constexpr std::array kind_names{
    Row{ObligationKind::Other, "other"},
    Row{ObligationKind::PacketRange, "packet_range"},
    Row{ObligationKind::MemoryRange, "memory_range"},
    Row{ObligationKind::BoundedOffset, "bounded_offset"},
    Row{ObligationKind::HelperSize, "helper_size"},
    Row{ObligationKind::NonNull, "non_null"},
    Row{ObligationKind::PointerType, "pointer_type"},
    Row{ObligationKind::ArgumentType, "argument_type"},
    Row{ObligationKind::PointerArithmetic, "pointer_arithmetic"},
    Row{ObligationKind::CtxAccess, "ctx_access"},
    Row{ObligationKind::RegisterInitialised, "register_initialised"},
    Row{ObligationKind::StackInitialised, "stack_initialised"},
    Row{ObligationKind::StackRange, "stack_range"},
    Row{ObligationKind::StackLimit, "stack_limit"},
    Row{ObligationKind::Alignment, "alignment"},
    Row{ObligationKind::ReferenceReleased, "reference_released"},
    Row{ObligationKind::LockRegion, "lock_region"},
    Row{ObligationKind::ReturnValue, "return_value"},
    Row{ObligationKind::LoopProgress, "loop_progress"},
    Row{ObligationKind::Complexity, "complexity"},
    Row{ObligationKind::CallDepth, "call_depth"},
    Row{ObligationKind::Availability, "availability"},
    Row{ObligationKind::FunctionPrototype, "function_prototype"},
};

}  // namespace

std::string_view name_of(ObligationKind kind) {
  for (const Row& row : kind_names) {
    if (row.kind == kind) return row.name;
  }
  assert(false && "every kind has a row");
  return "other";
}

std::optional<ObligationKind> obligation_kind(std::string_view name) {
  for (const Row& row : kind_names) {
    if (row.name == name) return row.kind;
  }
  return std::nullopt;
}

}  // namespace bpflens
