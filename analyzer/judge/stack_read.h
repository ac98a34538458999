// Which bytes of the stack does a rejected call read, through which of its arguments, and what
// wrote each of them on the way there?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "judge/proof.h"

namespace bpflens {

// One store, or one call that filled a buffer. Offsets count from the frame pointer.
struct StackWrite {
  StepIndex step = 0;
  int32_t from = 0, size = 0;
  bool by_call = false;

  int32_t end() const { return from + size; }
};

struct StackRead {
  StepIndex step = 0;           // the call
  RegisterNumber argument = 0;  // that points there; 0 if nobody knows which
  uint32_t frame = 0;
  int32_t from = 0, size = 0;
  // So many of the first bytes may be read, as the kernel says; nullopt if it says nothing of them,
  // because the read leads out of the frame.
  std::optional<int32_t> readable;
  std::vector<StackWrite> writes;    // of these bytes, newest first
  std::vector<bool> has_value;       // of each byte, as far as the frame reaches
  bool begins_before_paste = false;  // older writes may be missing

  int32_t end() const { return from + size; }
  bool leaves_frame() const { return end() > 0; }
};

// Nullopt if it is no call, or nothing of the stack is read.
std::optional<StackRead> stack_read(ProofWalk& walk, const Obligation& wanted, StepIndex rejected);

// "fp-2", "fp-2 and fp-1", "fp-24 to fp-9"
std::string places_text(int32_t from, int32_t end);

// The last one that wrote this byte; null if none did, as far as the path shows.
const StackWrite* last_write(const StackRead& read, int32_t where);

// Bytes that were never written.
struct StackGap {
  int32_t from = 0, end = 0;
  int32_t size() const { return end - from; }
};

// The one that the kernel stopped at.
std::optional<StackGap> gap_of(const StackRead& read);

// A pointer that was kept in the first eight bytes that are read.
struct KeptPointer {
  RegisterState state;                   // when it was stored
  std::optional<StepIndex> store;        // nullopt: before the path
  std::optional<RegisterNumber> stored;  // the register that was
};

std::optional<KeptPointer> kept_pointer(ProofWalk& walk, const StackRead& read);

}  // namespace bpflens
