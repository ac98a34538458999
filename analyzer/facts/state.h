// What the verifier knows at one point: the registers and stack slots of one frame, as a log
// prints them. Numbers are typed; what a kernel leaves out is filled in by its own rules of
// omission (read/register_state), so two states of different eras compare by value.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/scalar.h"

namespace bpflens {

// A register: 0..10 are R0..R10, 11 is the base of stack arguments (7.2).
using RegisterNumber = uint8_t;
inline constexpr RegisterNumber frame_pointer = 10;
inline constexpr int register_count = 12;

enum class RegisterType : uint8_t {
  NotInit,
  Scalar,
  Ctx,
  MapPtr,
  MapKey,
  MapValue,
  Fp,
  Pkt,
  PktMeta,
  PktEnd,
  FlowKeys,
  Sock,
  SockCommon,
  TcpSock,
  TpBuffer,
  XdpSock,
  Btf,  // ptr_TYPE; the type's name is in `type_name`
  Mem,
  Buf,
  Func,
  Dynptr,
  Arena,
  InsnPtr,  // "insn": jump table of gotox
  Other,    // a type name that we do not know; it is kept in `type_name`
};

// Words that stand before (or after: or_null) the type's name.
enum TypeFlag : uint16_t {
  OrNull = 1,
  Rdonly = 2,
  Ringbuf = 4,
  User = 8,
  Percpu = 16,
  Rcu = 32,
  Untrusted = 64,
  Trusted = 128,
  Alloc = 256,  // alloc_mem (5.17 to 6.1)
  Rdwr = 512,   // rdwr_buf (to 5.15)
};

enum Liveness : uint8_t { LiveRead = 1, LiveWritten = 2, LiveDone = 4 };

struct RegisterState {
  RegisterType type = RegisterType::NotInit;
  uint16_t flags = 0;      // TypeFlag bits
  uint8_t liveness = 0;    // Liveness bits; 4.15 to 6.17
  bool precise = false;    // "P"
  std::string type_name;   // Btf: the struct; Other: the kernel's word
  uint32_t id = 0;         // equal ids: one value (scalars), one object or one check (pointers)
  bool has_delta = false;  // "id=2+8": this is id 2's value plus `delta`; since 6.12
  int32_t delta = 0;
  uint32_t ref_obj_id = 0;   // to 7.1; from 7.2 see parent_id
  uint32_t parent_id = 0;    // from 7.2
  bool non_own_ref = false;  // non_own_ref
  int32_t frame = -1;        // Fp of another frame: "fp[0]-16"
  int64_t offset = 0;        // the fixed part, bytes; Fp: relative to the frame pointer
  int64_t packet_range = 0;  // Pkt, PktMeta: bytes proven readable; negative: at or beyond the end
  std::string map_name;      // map=NAME since 6.8
  uint32_t key_size = 0, value_size = 0;  // maps
  int64_t mem_size = 0;                   // Mem: sz=
  std::string attach_type;                // "type=" of F+
  int32_t callsite = INT32_MIN;           // "fp0,call_-1" of 4.19 and 4.20; INT32_MIN: none
  Scalar scalar;           // Scalar: the value. Pointers: the variable part of the offset
  bool type_only = false;  // only the type is told: most spills before 6.8
  bool operator==(const RegisterState&) const = default;
};

// How far a pointer stands from where it began, if that is one number: the fixed part plus a
// constant variable part. Kernels since 7.2 print all of it as the latter.
std::optional<int64_t> constant_offset(const RegisterState& state);

// The offset of the slot that this byte of the stack is in, both from the frame pointer: -8 for -3.
int32_t slot_of_byte(int32_t offset);

struct NamedRegister {
  RegisterNumber number = 0;
  RegisterState state;
  bool operator==(const NamedRegister&) const = default;
};

// Something the kernel keeps in stack slots that is neither a spill nor bytes.
struct SlotObject {
  enum class Kind : uint8_t { Dynptr, Iterator } kind = Kind::Dynptr;
  std::string name;        // local, ringbuf, skb, ...; num, task, ...
  uint32_t id = 0;         // "id=": dynptrs since 6.8, iterators since 7.2
  uint32_t ref_id = 0;     // "ref_id=" to 7.1
  uint32_t parent_id = 0;  // from 7.2
  uint32_t dynptr_id = 0;  // 6.8 to 7.1
  std::string iter_state;  // active, drained
  uint32_t depth = 0;
  bool operator==(const SlotObject&) const = default;
};

// Eight bytes of stack. bytes[0] is the highest address, as printed: one of
// '?' invalid, 'r' spill, 'm' misc, '0' zero, 'd' dynptr, 'i' iterator, 'f' irq flag, 'p' poison.
// A spill of before 6.8 counts as eight bytes: the log does not say how many it had.
struct StackSlot {
  int32_t offset = 0;  // of the lowest byte from the frame pointer: -8, -16, ...
  uint8_t liveness = 0;
  std::array<char, 8> bytes{'?', '?', '?', '?', '?', '?', '?', '?'};
  std::optional<RegisterState> spill;  // the spilled register, if the log says which
  std::optional<SlotObject> object;
  bool operator==(const StackSlot&) const = default;
};

// One frame as printed. A partial line names only what changed.
struct VerifierState {
  uint32_t frame = 0;
  std::vector<NamedRegister> registers;  // ascending
  std::vector<StackSlot> slots;          // as printed
  std::vector<uint32_t> refs;            // acquired references
  bool in_callback = false;              // "cb"
  bool in_async_callback = false;        // "async_cb"
  std::string unread;                    // words of the line that are not understood, kept
  bool operator==(const VerifierState&) const = default;

  const RegisterState* find(RegisterNumber number) const;
  const StackSlot* find_slot(int32_t offset) const;
};

}  // namespace bpflens
