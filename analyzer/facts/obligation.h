// What the rejected instruction needed and the verifier could not see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bpflens {

enum class ObligationKind : uint8_t {
  Other,
  PacketRange,
  MemoryRange,
  BoundedOffset,
  HelperSize,
  NonNull,
  PointerType,
  ArgumentType,
  PointerArithmetic,
  CtxAccess,
  RegisterInitialised,
  StackInitialised,
  StackRange,
  StackLimit,
  Alignment,
  ReferenceReleased,
  LockRegion,
  ReturnValue,
  LoopProgress,
  Complexity,
  CallDepth,
  Availability,
  FunctionPrototype,
};

// "packet_range", ... as in the JSON and in a page's front matter.
std::string_view name_of(ObligationKind kind);
std::optional<ObligationKind> obligation_kind(std::string_view name);

struct Obligation {
  ObligationKind kind = ObligationKind::Other;
  std::string register_name;      // "R4", "*(R11-8)"; empty if none
  std::optional<int64_t> offset;  // bytes
  std::optional<int64_t> size;    // bytes
  std::optional<int64_t> limit;   // bytes or count: what there was
  // A number that has to be between two others.
  std::optional<int64_t> least, most;
  std::optional<uint32_t> acquired_insn;  // what is still held comes from there
  std::optional<uint32_t> helper;         // the number of the helper that the sentence is about
  std::string found;  // the kernel's word for what stood there: "pkt_end", "scalar"
  std::string name;   // what else the sentence names: a function, a map, a type
};

}  // namespace bpflens
